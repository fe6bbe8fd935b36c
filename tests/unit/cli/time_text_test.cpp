// SPDX-License-Identifier: Apache-2.0
#include "time_text.hpp"

#include <gtest/gtest.h>

namespace signet::cli {
namespace {

using namespace std::chrono_literals;

constexpr client::Time kNow{std::chrono::milliseconds(1'795'000'000'123)};

TEST(TimeText, ShowsUtcToTheSecond) { EXPECT_EQ(show_time(kNow), "2026-11-18 11:06:40"); }

TEST(TimeText, ReadsDatesAndTimes) {
  EXPECT_EQ(parse_time("2026-11-18T11:06:40Z", kNow), kNow - 123ms);
  EXPECT_EQ(parse_time("2026-11-18", kNow), client::Time(1'794'960'000'000ms));
  EXPECT_EQ(parse_time("2024-02-29", kNow), client::Time(1'709'164'800'000ms));
}

TEST(TimeText, ReadsHowLongAgo) {
  EXPECT_EQ(parse_time("90s", kNow), kNow - 90s);
  EXPECT_EQ(parse_time("30m", kNow), kNow - 30min);
  EXPECT_EQ(parse_time("24h", kNow), kNow - 24h);
  EXPECT_EQ(parse_time("7d", kNow), kNow - 168h);
  EXPECT_EQ(parse_time("999999d", kNow), client::Time{});  // not before there was time
}

TEST(TimeText, RefusesEverythingElse) {
  for (const char* text : {"",
                           "s",
                           "7",
                           "7w",
                           "-7d",
                           "+7d",
                           "7 d",
                           "1.5h",
                           "9999999d",
                           "yesterday",
                           "2026-02-29",
                           "2026-13-01",
                           "2026-1-1",
                           "2026/11/18",
                           "-026-11-18",
                           "2026-11-18T",
                           "2026-11-18T11:06:40",
                           "2026-11-18 11:06:40Z",
                           "2026-11-18T24:00:00Z",
                           "2026-11-18T11:60:00Z",
                           "2026-11-18T11:06:60Z",
                           "2026-11-18T-1:06:40Z",
                           "2026-11-18T11:06:40Z ",
                           "1795000000123"}) {
    EXPECT_FALSE(parse_time(text, kNow)) << text;
  }
}

}  // namespace
}  // namespace signet::cli
