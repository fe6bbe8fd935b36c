// SPDX-License-Identifier: Apache-2.0
// From the key file to the keyring: finds the slot that the file opens.
#pragma once

#include "app/exit_code.hpp"
#include "keyring/keyring.hpp"
#include "store/snapshot.hpp"

#include <filesystem>

namespace signet::app {

[[nodiscard]] Result<keyring::Keyring> open_keyring(const std::filesystem::path& key_file, store::Snapshot& snapshot,
                                                    crypto::Random& random);

}  // namespace signet::app
