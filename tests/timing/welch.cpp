// SPDX-License-Identifier: Apache-2.0
#include "welch.hpp"

#include <time.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace signet::testing {
namespace {

constexpr double kKeep = 0.9;
constexpr std::size_t kWarmUp = 20;

struct Moments {
  double mean = 0;
  double variance = 0;
  double count = 0;
};

Moments moments_up_to(std::span<const double> samples, double bound) {
  Moments found;
  double squares = 0;
  for (const double sample : samples) {
    if (sample > bound) continue;
    found.count += 1;
    const double before = sample - found.mean;
    found.mean += before / found.count;
    squares += before * (sample - found.mean);
  }
  if (found.count < 2) throw std::invalid_argument("too few samples");
  found.variance = squares / (found.count - 1);
  return found;
}

double now() {
  timespec time{};
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0) throw std::runtime_error("this thread has no clock");
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

}  // namespace

Comparison compare(std::span<const double> first, std::span<const double> second) {
  std::vector<double> all(first.begin(), first.end());
  all.insert(all.end(), second.begin(), second.end());
  const auto bound = all.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(all.size()) * kKeep);
  if (bound == all.end()) throw std::invalid_argument("there are no samples");
  std::nth_element(all.begin(), bound, all.end());
  const auto a = moments_up_to(first, *bound);
  const auto b = moments_up_to(second, *bound);
  const double error = std::sqrt(a.variance / a.count + b.variance / b.count);
  const double difference = b.mean - a.mean;
  return {.t = error > 0 ? difference / error : (difference == 0 ? 0 : std::copysign(INFINITY, difference)),
          .difference = difference / a.mean,
          .mean = a.mean,
          .kept = static_cast<std::size_t>(a.count + b.count)};
}

double cpu_time(const std::function<void()>& work) {
  const double begun = now();
  work();
  return now() - begun;
}

Comparison measure(std::size_t samples, const std::function<std::function<void()>(int kind)>& prepare) {
  std::mt19937_64 order(std::random_device{}());
  std::array<std::vector<double>, 2> times;
  for (std::size_t i = 0; i < samples + kWarmUp; ++i) {
    const int kind = static_cast<int>(order() & 1U);
    const auto time = cpu_time(prepare(kind));
    if (i >= kWarmUp) times[static_cast<std::size_t>(kind)].push_back(time);
  }
  return compare(times[0], times[1]);
}

}  // namespace signet::testing
