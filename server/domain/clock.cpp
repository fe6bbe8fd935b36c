// SPDX-License-Identifier: Apache-2.0
#include "domain/clock.hpp"

namespace signet {

const Clock& system_clock() {
  struct SystemClock final : Clock {
    Instant now() const override {
      return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
    std::chrono::milliseconds monotonic() const override {
      return std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
    }
  };
  static const SystemClock clock;
  return clock;
}

}  // namespace signet
