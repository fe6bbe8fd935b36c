// SPDX-License-Identifier: Apache-2.0
#include "schedule.hpp"

#include <cmath>
#include <random>

namespace signet::load {

std::vector<std::int64_t> schedule(double rate, std::size_t count, Arrivals arrivals) {
  std::mt19937_64 random(1);  // NOLINT: the same gaps in every run
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  std::vector<std::int64_t> times;
  times.reserve(count);
  double at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    times.push_back(static_cast<std::int64_t>(std::llround(at * 1e9)));
    at = arrivals == Arrivals::even ? static_cast<double>(i + 1) / rate : at - std::log1p(-uniform(random)) / rate;
  }
  return times;
}

}  // namespace signet::load
