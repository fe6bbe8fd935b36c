// SPDX-License-Identifier: Apache-2.0
// An access policy says when, from where and how often the secrets bound to it may be read. Each axis is off until it
// is switched on; a read must satisfy every axis that is on.
#pragma once

#include "domain/address.hpp"
#include "domain/clock.hpp"
#include "domain/error.hpp"
#include "domain/ids.hpp"
#include "domain/time_zone.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet {

inline constexpr std::array<std::string_view, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/// From `start` to `end`, not included, on the wall clock of `zone`. An end before the start lies on the next day, and
/// the window belongs to the day that it begins on.
struct TimeWindow {
  std::chrono::minutes start{};
  std::chrono::minutes end{};
  std::string zone = {};
  std::uint8_t days = 0;  // bit 0 is Monday
  bool operator==(const TimeWindow&) const = default;
};

/// What an axis needs is kept while the axis is off, and always there while it is on.
struct PolicyRules {
  bool time_window_enabled = false;
  std::optional<TimeWindow> time_window = {};
  bool ip_allowlist_enabled = false;
  std::vector<std::string> networks = {};  // each is a Network
  bool rate_cap_enabled = false;
  std::optional<std::uint64_t> max_reads_per_day = {};  // one of the two, or both
  std::optional<std::uint64_t> max_reads_per_minute = {};
  bool co_sign_enabled = false;
  std::optional<MachineId> co_sign_machine = {};
  std::optional<std::chrono::seconds> co_sign_window = {};
  std::optional<Instant> expires_at = {};
  std::optional<std::uint64_t> max_reads = {};
  std::optional<std::uint64_t> rotate_after_reads = {};
  bool sealed_enabled = false;  // values leave sealed to the machine, or not at all

  /// Whether a read uses something up that a later read needs.
  [[nodiscard]] bool ration_reads() const { return rate_cap_enabled || co_sign_enabled || max_reads; }
  /// Whether a read changes something that a later read is judged by.
  [[nodiscard]] bool has_effects() const { return ration_reads() || rotate_after_reads; }
};

struct Policy {
  PolicyId id;
  ProjectId project;
  std::string name;
  std::string description = {};
  PolicyRules rules = {};
  Instant created_at;
  Instant updated_at;
  std::int64_t seq = 0;
};

/// Reads of one secret since it was bound to its policy. Minutes and days are those of UTC, counted from 1970.
struct PolicyCounts {
  std::int64_t minute = 0;
  std::uint64_t in_minute = 0;
  std::int64_t day = 0;
  std::uint64_t in_day = 0;
  std::uint64_t reads = 0;
  std::uint64_t since_rotation = 0;

  /// As they stand at `now`: a new minute or day begins with none. A clock that goes back begins nothing anew.
  [[nodiscard]] PolicyCounts at(Instant now) const;
  [[nodiscard]] PolicyCounts with_one_more() const;
  bool operator==(const PolicyCounts&) const = default;
};

struct PolicyAttempt {
  Instant now;
  Address address;
  PolicyCounts counts;      // at(now)
  bool co_signed = false;   // by the machine that the rules name, within their window
  bool is_co_signer = false;  // nobody signs for themselves
  bool sealed = false;        // the value leaves so that only the machine opens it
};

struct PolicyDenial {
  std::string_view axis;  // for the audit log
  ErrorCode code;         // forbidden, or rate_limited
  Instant until = {};     // rate_limited: when the minute or the day ends
};

/// Nothing: the rules allow this read.
[[nodiscard]] std::optional<PolicyDenial> check_policy(const PolicyRules& rules, const PolicyAttempt& attempt,
                                                       TimeZones& zones);

}  // namespace signet
