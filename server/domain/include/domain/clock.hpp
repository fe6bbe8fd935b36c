// SPDX-License-Identifier: Apache-2.0
// Time is passed in. Wall time decides freshness and is what people read; monotonic time only tells whether the wall
// clock jumped.
#pragma once

#include <chrono>
#include <cstdint>

namespace signet {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
  [[nodiscard]] virtual std::chrono::milliseconds monotonic() const = 0;
};

[[nodiscard]] const Clock& system_clock();

[[nodiscard]] inline std::int64_t to_millis(Instant at) { return at.time_since_epoch().count(); }
[[nodiscard]] inline Instant from_millis(std::int64_t millis) { return Instant(std::chrono::milliseconds(millis)); }
[[nodiscard]] inline std::int64_t to_unix_seconds(Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace signet
