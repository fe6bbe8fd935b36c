// SPDX-License-Identifier: Apache-2.0
#include "schedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace signet::load;

TEST(Schedule, EvenGapsDoNotDrift) {
  const auto times = schedule(3'000, 9'001, Arrivals::even);
  EXPECT_EQ(times.front(), 0);
  EXPECT_EQ(times[1], 333'333);
  EXPECT_EQ(times[3'000], 1'000'000'000);
  EXPECT_EQ(times[9'000], 3'000'000'000);
}

TEST(Schedule, RandomGapsHaveTheRate) {
  constexpr std::size_t kCount = 100'000;
  const auto times = schedule(10'000, kCount, Arrivals::random);
  EXPECT_TRUE(std::ranges::is_sorted(times));
  EXPECT_NEAR(static_cast<double>(times.back()) / 1e9, 10, 0.2);
  // Exponential: one gap in e is longer than the mean, one in e^2 longer than twice the mean.
  std::size_t over = 0, far_over = 0;
  for (std::size_t i = 1; i < kCount; ++i) {
    over += times[i] - times[i - 1] > 100'000;
    far_over += times[i] - times[i - 1] > 200'000;
  }
  EXPECT_NEAR(static_cast<double>(over) / kCount, 0.3679, 0.01);
  EXPECT_NEAR(static_cast<double>(far_over) / kCount, 0.1353, 0.01);
}

TEST(Schedule, IsTheSameInEveryRun) {
  EXPECT_EQ(schedule(5, 100, Arrivals::random), schedule(5, 100, Arrivals::random));
}

TEST(Schedule, NoneIsNone) { EXPECT_TRUE(schedule(5, 0, Arrivals::even).empty()); }

}  // namespace
