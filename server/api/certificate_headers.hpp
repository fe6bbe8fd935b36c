// SPDX-License-Identifier: Apache-2.0
// How a plain read asks for a certificate.
#pragma once

#include "handler.hpp"
#include "vault/certificates.hpp"

namespace signet::api {

[[nodiscard]] bool has_subject_key(const RequestHead& head);
/// Which one fits, the secret decides.
[[nodiscard]] vault::Result<vault::SubjectKeys> subject_keys_of(const RequestHead& head);
[[nodiscard]] Reply issue(const Call& call, vault::ReadAttempt attempt, vault::SubjectKeys keys);

}  // namespace signet::api
