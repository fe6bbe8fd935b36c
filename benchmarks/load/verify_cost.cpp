// SPDX-License-Identifier: Apache-2.0
#include "verify_cost.hpp"

#include <time.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace signet::load {
namespace {

constexpr double kPauses = 25;  // times as long as what was measured

double thread_cpu_us() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

}  // namespace

VerifyMeter::VerifyMeter(std::span<const Verification> samples, std::size_t together)
    : thread_([this, samples, together](const std::stop_token& ended) {
        try {
          measure(ended, samples, together);
        } catch (...) {
          failure_ = std::current_exception();
        }
      }) {}

void VerifyMeter::measure(const std::stop_token& ended, std::span<const Verification> samples, std::size_t together) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any pause;
  std::size_t next = 0;
  while (!samples.empty()) {
    const auto begin = thread_cpu_us();
    for (std::size_t i = 0; i < together; ++i, next = (next + 1) % samples.size())
      if (!samples[next].key.verify(as_bytes(samples[next].payload), samples[next].signature))
        throw std::runtime_error("a request was signed wrongly");
    const auto took = thread_cpu_us() - begin;
    cpu_us_ += took;
    verified_ += together;
    pause.wait_for(lock, ended, std::chrono::duration<double, std::micro>(took * kPauses), [] { return false; });
    if (ended.stop_requested()) break;
  }
}

double VerifyMeter::stop() {
  thread_.request_stop();
  thread_.join();
  if (failure_) std::rethrow_exception(failure_);
  return verified_ == 0 ? 0 : cpu_us_ / static_cast<double>(verified_);
}

}  // namespace signet::load
