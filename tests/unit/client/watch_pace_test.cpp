// SPDX-License-Identifier: Apache-2.0
#include "watch_pace.hpp"

#include <gtest/gtest.h>

namespace signet::client {
namespace {

using namespace std::chrono_literals;

Error error_of_kind(ErrorKind kind, int status = 0, std::optional<std::chrono::seconds> retry_after = {}) {
  return {.kind = kind, .status = status, .retry_after = retry_after};
}

TEST(WatchPace, AsksAServerThatWaitsAgainAtOnce) {
  WatchPace pace(50s);
  EXPECT_EQ(pace.after_silence(50s), 0s);
  EXPECT_EQ(pace.after_silence(49s), 0s);
  EXPECT_EQ(pace.wait(), 50s);
}

TEST(WatchPace, AsksAServerThatDoesNotWaitEveryTenSeconds) {
  WatchPace pace(50s);
  EXPECT_EQ(pace.after_silence(0s), 10s);
  EXPECT_EQ(pace.after_silence(3s), 7s);
  EXPECT_EQ(pace.after_silence(48s), 0s);
  EXPECT_EQ(WatchPace(0s).after_silence(1s), 9s);
}

TEST(WatchPace, StopsAskingForWaitingWhereThatIsRefused) {
  WatchPace pace(50s);
  const auto step = pace.after_failure(error_of_kind(ErrorKind::invalid_request, 400));
  EXPECT_FALSE(step.ends);
  EXPECT_EQ(step.pause, 10s);
  EXPECT_EQ(pace.wait(), 0s);
  EXPECT_TRUE(pace.after_failure(error_of_kind(ErrorKind::invalid_request, 400)).ends);
}

TEST(WatchPace, WaitsLongerAndLongerUpToAMinute) {
  WatchPace pace(50s);
  for (const auto expected : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s}) {
    EXPECT_EQ(pace.after_failure(error_of_kind(ErrorKind::network)).pause, expected);
  }
  EXPECT_EQ(pace.after_silence(50s), 0s);  // all is well again
  EXPECT_EQ(pace.after_failure(error_of_kind(ErrorKind::network)).pause, 1s);
  EXPECT_EQ(pace.after_news(), 1s);
  EXPECT_EQ(pace.after_failure(error_of_kind(ErrorKind::server, 500)).pause, 1s);
}

TEST(WatchPace, WaitsAsLongAsTheServerAsks) {
  WatchPace pace(50s);
  EXPECT_EQ(pace.after_failure(error_of_kind(ErrorKind::locked_out, 429, 1'800s)).pause, 1'800s);
  EXPECT_EQ(pace.after_failure(error_of_kind(ErrorKind::sealed_or_busy, 503, 1s)).pause, 2s);
}

TEST(WatchPace, EndsWhereTryingOnIsUselessOrHarmful) {
  const std::pair<ErrorKind, bool> kinds[] = {
      {ErrorKind::authentication, true}, {ErrorKind::not_found, true},      {ErrorKind::local, true},
      {ErrorKind::conflict, true},       {ErrorKind::network, false},       {ErrorKind::tls, false},
      {ErrorKind::server, false},        {ErrorKind::clock_skew, false},    {ErrorKind::access_denied, false},
      {ErrorKind::locked_out, false},    {ErrorKind::sealed_or_busy, false}};
  for (const auto& [kind, ends] : kinds) {
    EXPECT_EQ(WatchPace(50s).after_failure(error_of_kind(kind)).ends, ends) << name_of(kind);
  }
  EXPECT_TRUE(WatchPace(50s).after_failure(error_of_kind(ErrorKind::invalid_request, 413)).ends);
}

}  // namespace
}  // namespace signet::client
