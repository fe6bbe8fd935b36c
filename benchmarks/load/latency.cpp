// SPDX-License-Identifier: Apache-2.0
#include "latency.hpp"

#include <algorithm>

namespace signet::load {

std::size_t Latencies::count_over(double milliseconds) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(nanoseconds_, [=](auto each) { return static_cast<double>(each) > milliseconds * 1e6; }));
}

Percentiles Latencies::percentiles() const {
  if (nanoseconds_.empty()) return {};
  auto sorted = nanoseconds_;
  std::ranges::sort(sorted);
  // In thousandths, so that no share is rounded before it is a rank.
  const auto at = [&](std::size_t thousandths) {
    const auto rank = (sorted.size() * thousandths + 999) / 1'000;
    return static_cast<double>(sorted[std::max<std::size_t>(rank, 1) - 1]) / 1e6;
  };
  return {at(500), at(900), at(990), at(999), at(1'000)};
}

}  // namespace signet::load
