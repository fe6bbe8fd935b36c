// SPDX-License-Identifier: Apache-2.0
// Canaries. To machines they are secrets like any other; what a read of one does happens in the commit of that read.
#pragma once

#include "domain/canary.hpp"
#include "vault/work.hpp"

namespace signet::vault {

struct CanarySettings {
  std::optional<bool> enabled = {};
  std::optional<bool> freezes_project = {};
  std::optional<bool> freezes_related = {};
};

struct FoundCanary {
  Secret secret;
  Canary canary;
};

/// With a value of 64 random symbols. What is not said: enabled, freezes its project, not the related ones.
[[nodiscard]] Result<FoundCanary> create_canary(Work& work, const VaultId& vault, const ProjectId& project,
                                                const std::string& name, const CanarySettings& settings);
[[nodiscard]] Result<FoundCanary> find_canary(store::Snapshot& snapshot, const VaultId& vault, const SecretId& id);
/// What is not said stays.
[[nodiscard]] Result<FoundCanary> update_canary(Work& work, const VaultId& vault, const SecretId& id,
                                                const CanarySettings& settings);

/// Somebody reads it, in this commit: freezes what it freezes, and says so loudly.
void trigger_canary(Work& work, const Secret& secret, Canary canary);

}  // namespace signet::vault
