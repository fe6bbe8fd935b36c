// SPDX-License-Identifier: Apache-2.0
// The price that nothing can lower: verifying the signatures of a run, and nothing else, with keys that are parsed.
#pragma once

#include "signing.hpp"

#include <cstddef>
#include <exception>
#include <span>
#include <thread>

namespace signet::load {

/// Verifies samples of a run in a thread of its own while the run lasts, a few now and then, a few hundredths of its
/// time: so that what is compared had the same clock frequency, the same neighbours and the same full memory bus.
class VerifyMeter {
 public:
  /// `samples` stay where they are until stop(). `together` verifications are measured at a time, and hold a core up
  /// for as long.
  VerifyMeter(std::span<const Verification> samples, std::size_t together);
  VerifyMeter(const VerifyMeter&) = delete;
  VerifyMeter& operator=(const VerifyMeter&) = delete;

  /// Microseconds of CPU for one; 0 without samples. Throws std::runtime_error if one was not good.
  [[nodiscard]] double stop();

 private:
  void measure(const std::stop_token& ended, std::span<const Verification> samples, std::size_t together);

  double cpu_us_ = 0;
  std::size_t verified_ = 0;
  std::exception_ptr failure_;
  std::jthread thread_;
};

}  // namespace signet::load
