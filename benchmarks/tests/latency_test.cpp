// SPDX-License-Identifier: Apache-2.0
#include "latency.hpp"

#include <gtest/gtest.h>

namespace {

using namespace signet::load;

TEST(Latencies, PercentilesAreByNearestRank) {
  Latencies latencies(1'000);
  for (std::int64_t milliseconds = 1'000; milliseconds >= 1; --milliseconds) latencies.add(milliseconds * 1'000'000);
  const auto at = latencies.percentiles();
  EXPECT_DOUBLE_EQ(at.p50, 500);
  EXPECT_DOUBLE_EQ(at.p90, 900);
  EXPECT_DOUBLE_EQ(at.p99, 990);
  EXPECT_DOUBLE_EQ(at.p99_9, 999);
  EXPECT_DOUBLE_EQ(at.max, 1'000);
}

TEST(Latencies, OneIsAllOfItsPercentiles) {
  Latencies latencies(1);
  latencies.add(250'000);
  EXPECT_DOUBLE_EQ(latencies.percentiles().p50, 0.25);
  EXPECT_DOUBLE_EQ(latencies.percentiles().p99_9, 0.25);
}

TEST(Latencies, TwoAreHalved) {
  Latencies latencies(2);
  latencies.add(2'000'000);
  latencies.add(1'000'000);
  EXPECT_DOUBLE_EQ(latencies.percentiles().p50, 1);
  EXPECT_DOUBLE_EQ(latencies.percentiles().p90, 2);
}

TEST(Latencies, NoneAreZero) {
  const Latencies latencies(0);
  EXPECT_DOUBLE_EQ(latencies.percentiles().max, 0);
  EXPECT_EQ(latencies.count_over(0), 0U);
}

TEST(Latencies, CountsWhatTookLonger) {
  Latencies latencies(3);
  for (const auto nanoseconds : {49'000'000, 50'000'000, 50'000'001}) latencies.add(nanoseconds);
  EXPECT_EQ(latencies.count_over(50), 1U);
}

}  // namespace
