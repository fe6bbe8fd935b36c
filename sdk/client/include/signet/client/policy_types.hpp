// SPDX-License-Identifier: Apache-2.0
// Access policies as an operator says and sees them. Each axis is off until it is switched on.
#pragma once

#include "signet/client/admin_types.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signet::client {

struct NewPolicy {
  std::string name = {};
  std::string description = {};
  bool time_window_enabled = false;
  std::optional<std::string> time_window_start = {};  // "08:00"
  std::optional<std::string> time_window_end = {};    // not included; before the start: on the next day
  std::optional<std::string> time_window_timezone = {};  // "Europe/Berlin"
  std::vector<std::string> time_window_days = {};  // of mon tue wed thu fri sat sun: when it begins
  bool ip_allowlist_enabled = false;
  std::vector<std::string> ip_allowlist_cidrs = {};
  bool rate_cap_enabled = false;
  std::optional<std::uint64_t> max_reads_per_day = {};
  std::optional<std::uint64_t> max_reads_per_minute = {};
  bool co_sign_enabled = false;
  std::optional<std::string> co_sign_machine_id = {};
  std::optional<std::uint64_t> co_sign_window_seconds = {};
  std::optional<Time> ttl_expires_at = {};
  std::optional<std::uint64_t> ttl_max_reads = {};
  std::optional<std::uint64_t> rotate_after_reads = {};
  bool sealed_enabled = false;  // only reads that are sealed to the machine
};

struct Policy {
  std::string policy_id = {};
  std::string project_id = {};
  NewPolicy rules = {};
  Time created_at = {};
  Time updated_at = {};
};

/// What a secret is bound to, and how often it was read since then.
struct PolicyBinding {
  std::string secret_id = {};
  std::optional<std::string> policy_id = {};
  std::uint64_t reads = 0;
  std::uint64_t reads_today = 0;  // UTC
  std::uint64_t reads_this_minute = 0;
};

}  // namespace signet::client
