// SPDX-License-Identifier: Apache-2.0
// What holds for a whole vault.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

inline constexpr std::chrono::seconds kMostKeyOverlap = std::chrono::hours(24);

/// What is not said stays.
struct VaultSettings {
  std::optional<bool> allow_list_enabled = {};
  std::optional<std::vector<std::string>> allow_list = {};  // each is a Network
  std::optional<std::chrono::seconds> key_overlap = {};     // at most kMostKeyOverlap
};

[[nodiscard]] Result<Vault> update_settings(Work& work, const VaultId& id, const VaultSettings& settings);

}  // namespace signet::vault
