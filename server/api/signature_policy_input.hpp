// SPDX-License-Identifier: Apache-2.0
// Signature policies on the wire.
#pragma once

#include "domain/signature_policy.hpp"
#include "input.hpp"

namespace signet::api {

/// `tier` and what is asked beyond it: of two requirements the stricter holds.
[[nodiscard]] SignaturePolicy read_signature_policy(Input& input);
[[nodiscard]] Json render(const SignaturePolicy& policy);

}  // namespace signet::api
