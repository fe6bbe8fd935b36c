// SPDX-License-Identifier: Apache-2.0
// What shuts machines out or gives them away.
#pragma once

#include "signet/client/admin_types.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signet::client {

struct VaultSettings {
  bool ip_allowlist_enabled = false;
  std::vector<std::string> ip_allowlist_cidrs = {};  // none, and enabled: no machine is let in
  std::uint64_t key_overlap_seconds = 0;             // how long a machine's key stays good after it was replaced
};

/// What is not said stays.
struct VaultSettingsChange {
  std::optional<bool> ip_allowlist_enabled = {};
  std::optional<std::vector<std::string>> ip_allowlist_cidrs = {};
  std::optional<std::uint64_t> key_overlap_seconds = {};  // at most a day
};

/// A secret that nobody has a reason to read. Machines cannot tell it from another.
struct Canary {
  std::string secret_id = {};
  std::string project_id = {};
  std::string name = {};
  bool enabled = true;
  bool trigger_freeze_project = true;
  bool trigger_freeze_related_projects = false;
  std::optional<Time> triggered_at = {};
};

/// What is not said is as the server has it.
struct CanarySettings {
  std::optional<bool> enabled = {};
  std::optional<bool> trigger_freeze_project = {};
  std::optional<bool> trigger_freeze_related_projects = {};
};

}  // namespace signet::client
