// SPDX-License-Identifier: Apache-2.0
#include "verify_cost.hpp"

#include <time.h>

#include <stdexcept>

namespace signet::load {
namespace {

double thread_cpu_us() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

}  // namespace

double verify_cost_us(std::span<const Verification> samples) {
  if (samples.empty()) return 0;
  const auto begin = thread_cpu_us();
  for (const auto& sample : samples)
    if (!sample.key.verify(as_bytes(sample.payload), sample.signature))
      throw std::runtime_error("a request was signed wrongly");
  return (thread_cpu_us() - begin) / static_cast<double>(samples.size());
}

}  // namespace signet::load
