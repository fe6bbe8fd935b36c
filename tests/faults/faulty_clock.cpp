// SPDX-License-Identifier: Apache-2.0
// A function of the executable stands before the C library's of the same name, also for the libraries that it uses.
#include "faults/faulty_clock.hpp"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace {

std::atomic<const signet::testing::Faults*> faults = nullptr;

constexpr std::int64_t kMillis = 1'000;
constexpr std::int64_t kNanosInMilli = 1'000'000;

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const auto done = static_cast<int>(syscall(SYS_clock_gettime, clock, time));
  const auto* jumped = faults.load();
  if (done != 0 || jumped == nullptr || (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)) return done;
  const auto by = (clock == CLOCK_REALTIME ? jumped->wall : jumped->monotonic).load();
  const auto nanos = time->tv_nsec + by % kMillis * kNanosInMilli;
  constexpr auto kNanos = kMillis * kNanosInMilli;
  time->tv_sec += by / kMillis + (nanos >= kNanos ? 1 : nanos < 0 ? -1 : 0);
  time->tv_nsec = (nanos + kNanos) % kNanos;
  return 0;
}

namespace signet::testing {

void show_times_of(const Faults& shared) { faults = &shared; }

}  // namespace signet::testing
