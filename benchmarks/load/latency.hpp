// SPDX-License-Identifier: Apache-2.0
// Latencies, every single one of them: percentiles are exact, not those of a histogram.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace signet::load {

struct Percentiles {
  double p50 = 0, p90 = 0, p99 = 0, p99_9 = 0, max = 0;  // milliseconds
};

class Latencies {
 public:
  explicit Latencies(std::size_t room) { nanoseconds_.reserve(room); }
  void add(std::int64_t nanoseconds) { nanoseconds_.push_back(nanoseconds); }
  [[nodiscard]] std::size_t count() const { return nanoseconds_.size(); }
  /// How many took longer than this.
  [[nodiscard]] std::size_t count_over(double milliseconds) const;
  /// By nearest rank: the least value that at least the share of all does not exceed. All 0 if there are none.
  [[nodiscard]] Percentiles percentiles() const;

 private:
  std::vector<std::int64_t> nanoseconds_;
};

}  // namespace signet::load
