// SPDX-License-Identifier: Apache-2.0
// What is said about keys.
#pragma once

#include "object_reader.hpp"
#include "signet/client/key_types.hpp"
#include "signet/client/signing_keys.hpp"
#include "signet/crypto/keys.hpp"
#include "signet/schema/json.hpp"
#include "target.hpp"

namespace signet::client {

[[nodiscard]] Target machine_key_target();
[[nodiscard]] Target operator_key_target(const std::string& installation_id);
/// The body that asks for it, with the proof that whoever `id` is holds `next`.
[[nodiscard]] Json rotation_to(const crypto::PrivateKey& next, std::string_view id);
[[nodiscard]] Json rotation_to(const SigningKeys& next, std::string_view id);
[[nodiscard]] RotatedKey read_rotated_key(ObjectReader& object);
[[nodiscard]] KeyRecord read_key_record(ObjectReader& object);

}  // namespace signet::client
