// SPDX-License-Identifier: Apache-2.0
// A flood must not fill the disk: refusals of who is locked out, failures beyond a hundred a second, and what does not
// count towards lockout beyond one a second from an address, are counted here and become one audit record a second.
#pragma once

#include "domain/audit_event.hpp"
#include "domain/clock.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace signet::auth {

/// Thread-safe.
class Refusals {
 public:
  /// True while this second has room for a record of its own. Counts the failure against the second.
  [[nodiscard]] bool may_record(Instant now);
  /// The same of a failure that locks nobody out, so that its address could go on for ever: one a second has room.
  [[nodiscard]] bool may_record_uncounted(Instant now, const std::string& address);
  void summarise(const std::string& reason, const std::string& address);
  /// What was summarised since the last call, as one event of the installation's log; nothing if that is nothing.
  struct Summary {
    AuditEvent event;
    std::map<std::string, std::uint64_t> by_reason;
    std::map<std::string, std::uint64_t> by_address;
  };
  [[nodiscard]] std::optional<Summary> drain(const std::string& installation);
  /// Could not be written: counts again, for the next one.
  void restore(const Summary& summary);

 private:
  [[nodiscard]] bool has_room(Instant now);
  void count_address(const std::string& address, std::uint64_t count);

  std::mutex mutex_;
  std::int64_t second_ = 0;
  std::uint32_t recorded_ = 0;
  std::set<std::string> uncounted_from_;  // in this second; no more than were recorded
  std::map<std::string, std::uint64_t> by_reason_;
  std::map<std::string, std::uint64_t> by_address_;
};

}  // namespace signet::auth
