// SPDX-License-Identifier: Apache-2.0
// A flood must not fill the disk: refusals of who is locked out, and failures beyond a hundred a second, are counted
// here and become one audit record a second.
#pragma once

#include "domain/audit_event.hpp"
#include "domain/clock.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace signet::auth {

/// Thread-safe.
class Refusals {
 public:
  /// True while this second has room for a record of its own. Counts the failure against the second.
  [[nodiscard]] bool may_record(Instant now);
  void summarise(const std::string& reason, const std::string& address);
  /// What was summarised since the last call, as one event of the installation's log.
  [[nodiscard]] std::optional<AuditEvent> drain(const std::string& installation);

 private:
  std::mutex mutex_;
  std::int64_t second_ = 0;
  std::uint32_t recorded_ = 0;
  std::map<std::string, std::uint64_t> by_reason_;
  std::map<std::string, std::uint64_t> by_address_;
};

}  // namespace signet::auth
