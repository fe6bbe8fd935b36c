// SPDX-License-Identifier: Apache-2.0
#include "observe/metrics.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace signet::observe {
namespace {

TEST(Exposition, WritesTheTextFormat) {
  Exposition out;
  out.counter("a_total", "What it is.");
  out.sample(3);
  out.sample(0.5, {{"x", "plain"}, {"y", "a \"b\" \\ c\nd"}});
  out.gauge("b", "Another.");
  out.sample(123'456'789'012);
  EXPECT_EQ(out.take(),
            "# HELP a_total What it is.\n"
            "# TYPE a_total counter\n"
            "a_total 3\n"
            "a_total{x=\"plain\",y=\"a \\\"b\\\" \\\\ c\\nd\"} 0.5\n"
            "# HELP b Another.\n"
            "# TYPE b gauge\n"
            "b 123456789012\n");
  EXPECT_EQ(out.take(), "");
}

TEST(Exposition, AddsAHistogramUp) {
  Histogram histogram{1, 2.5, 10};
  for (const double value : {0.5, 1.0, 1.1, 10.0, 11.0}) histogram.observe(value);
  Exposition out;
  out.histogram("h", "Help.", histogram);
  EXPECT_EQ(out.take(),
            "# HELP h Help.\n"
            "# TYPE h histogram\n"
            "h_bucket{le=\"1\"} 2\n"
            "h_bucket{le=\"2.5\"} 3\n"
            "h_bucket{le=\"10\"} 4\n"
            "h_bucket{le=\"+Inf\"} 5\n"
            "h_sum 23.6\n"
            "h_count 5\n");
}

TEST(Histogram, LosesNothingBetweenThreads) {
  constexpr int kEach = 10'000;
  Histogram histogram{1};
  const auto count = [&] {
    for (int i = 0; i < kEach; ++i) histogram.observe(2);
  };
  std::thread other(count);
  count();
  other.join();
  EXPECT_EQ(histogram.count(0), 0U);
  EXPECT_EQ(histogram.count(1), 2U * kEach);
  EXPECT_EQ(histogram.sum(), 4.0 * kEach);
}

}  // namespace
}  // namespace signet::observe
