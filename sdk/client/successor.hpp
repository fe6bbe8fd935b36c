// SPDX-License-Identifier: Apache-2.0
// The key that is to follow the one in `key`, while a rotation is under way.
#pragma once

#include "signet/client/error.hpp"

#include <filesystem>

namespace signet::client {

/// "<key>.next".
[[nodiscard]] std::filesystem::path successor_of(const std::filesystem::path& key);
/// Puts it in its place, in one step. Error: local.
[[nodiscard]] Result<void> install_successor(const std::filesystem::path& key);

}  // namespace signet::client
