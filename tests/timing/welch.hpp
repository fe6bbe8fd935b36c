// SPDX-License-Identifier: Apache-2.0
// Whether two kinds of work take the same time: Welch's t over interleaved samples, without the slowest of them.
#pragma once

#include <cstddef>
#include <functional>
#include <random>
#include <span>
#include <vector>

namespace signet::testing {

/// Beyond this two kinds of work are told apart, as dudect has it.
inline constexpr double kTold = 4.5;

struct Comparison {
  double t = 0;           // above 0: the second takes longer
  double difference = 0;  // of the means, as a part of the first one
  double mean = 0;        // of the first, in nanoseconds
  std::size_t kept = 0;   // samples of both

  [[nodiscard]] bool tells_apart() const { return t > kTold || t < -kTold; }
};

/// The slowest tenth of all samples together is left out: interrupts and cold caches, which hit both kinds alike and
/// would hide the rest. One bound for both kinds, so that leaving out does not make them alike.
[[nodiscard]] Comparison compare(std::span<const double> first, std::span<const double> second);

/// Nanoseconds of CPU that `work` takes this thread.
[[nodiscard]] double cpu_time(const std::function<void()>& work);

/// `samples` in all, in an order that nobody can guess. `prepare(kind)` gives the work to be measured, and is not
/// measured itself; kind is 0 or 1.
[[nodiscard]] Comparison measure(std::size_t samples, const std::function<std::function<void()>(int kind)>& prepare);

}  // namespace signet::testing
