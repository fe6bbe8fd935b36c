// SPDX-License-Identifier: Apache-2.0
// From a passphrase to the key of a slot, by Argon2id with parameters that are kept beside the slot.
#pragma once

#include "signet/crypto/random.hpp"

#include <optional>

namespace signet::keyring {

/// A passphrase that guards everything is not a password.
inline constexpr std::size_t kLeastPassphrase = 12;
inline constexpr std::size_t kMostPassphrase = 1'024;

/// For a new slot: a salt of its own, and what the Argon2id of today costs.
[[nodiscard]] Bytes make_passphrase_parameters(crypto::Random& random);

/// 32 bytes, after half a second. Nothing: the parameters are none, or ask for more than this program gives.
[[nodiscard]] std::optional<SecretBytes> passphrase_slot_key(ByteView passphrase, ByteView parameters);

}  // namespace signet::keyring
