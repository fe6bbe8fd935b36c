// SPDX-License-Identifier: Apache-2.0
// The keys with which a machine opens what is sealed to it: `sealing.json` beside its identity, mode 0600, newest
// first. Answers that are under way when a new key is published still open with the one before.
#pragma once

#include "signet/client/error.hpp"
#include "signet/crypto/sealing.hpp"

#include <filesystem>
#include <vector>

namespace signet::client {

using SealingKeys = std::vector<crypto::SealingPrivateKey>;

/// None if the machine has no such file. Error: local, if it is there and cannot be read.
[[nodiscard]] Result<SealingKeys> load_sealing_keys(const std::filesystem::path& folder);
/// Makes one and puts it first; at most three are kept.
[[nodiscard]] Result<crypto::SealingPublicKey> add_sealing_key(const std::filesystem::path& folder,
                                                               crypto::Random& random);

}  // namespace signet::client
