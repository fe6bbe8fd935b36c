// SPDX-License-Identifier: Apache-2.0
// A server that says that the signature was good and its time was not may lend its clock: once, for one call, and only
// if it is near enough to be an accident.
#include "exchange.hpp"
#include "fake_world.hpp"
#include "signet/schema/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

using testing::HasSubstr;

const Target kTarget("/v1/secrets");

std::string http_date(std::chrono::sys_seconds time) {
  const std::time_t seconds = time.time_since_epoch().count();
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[40];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

void stale(FakeWorld& world, std::string date) {
  world.answer(401, "{\"error\":\"Unauthorized\"}",
               {{"X-Signet-Reason", "stale-timestamp"}, {"Date", std::move(date)}});
}

TEST(ClockHelp, SignsOnceMoreWithTheServersTime) {
  for (const auto skew : {-900s, -120s, 300s, 900s}) {
    FakeWorld world;
    stale(world, http_date(kNow + skew));
    world.answer(200);
    ASSERT_TRUE(world.as_machine()->read(kTarget)) << skew.count();
    EXPECT_EQ(world.header(1, "X-Timestamp"), std::to_string((kNow + skew).time_since_epoch().count()));
    EXPECT_NE(world.header(0, "X-Nonce"), world.header(1, "X-Nonce"));
    EXPECT_TRUE(world.sleeps.empty());
  }
}

TEST(ClockHelp, StopsAtFifteenMinutesForMachines) {
  for (const auto skew : {-901s, 901s}) {
    FakeWorld world;
    stale(world, http_date(kNow + skew));
    const auto answer = world.as_machine()->read(kTarget);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::clock_skew);
    EXPECT_EQ(answer.error().status, 401);
    EXPECT_THAT(answer.error().message, HasSubstr("2026-11-18 11:06:40 UTC"));  // both times
    EXPECT_THAT(answer.error().message, HasSubstr(skew > 0s ? "2026-11-18 11:21:41 UTC" : "2026-11-18 10:51:39 UTC"));
    EXPECT_EQ(world.requests.size(), 1u);
  }
}

TEST(ClockHelp, StopsAtFiveMinutesForOperators) {
  FakeWorld near;
  stale(near, http_date(kNow + 300s));
  near.answer(200);
  EXPECT_TRUE(near.as_operator()->read(kTarget));
  FakeWorld far;
  stale(far, http_date(kNow + 301s));
  EXPECT_FALSE(far.as_operator()->read(kTarget));
  EXPECT_EQ(far.requests.size(), 1u);
}

TEST(ClockHelp, IsGivenOncePerCall) {
  FakeWorld world;
  stale(world, http_date(kNow + 100s));
  stale(world, http_date(kNow + 200s));
  world.answer(200);
  const auto answer = world.as_machine()->read(kTarget);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::clock_skew);
  EXPECT_EQ(world.requests.size(), 2u);
}

TEST(ClockHelp, IsForgottenAfterTheCall) {
  FakeWorld world;
  stale(world, http_date(kNow + 400s));
  world.answer(200);
  world.answer(200);
  const auto exchange = world.as_machine();
  ASSERT_TRUE(exchange->read(kTarget));
  ASSERT_TRUE(exchange->read(kTarget));
  EXPECT_EQ(world.header(2, "X-Timestamp"), "1795000000");
}

TEST(ClockHelp, LastsThroughTheRepeatsOfTheCall) {
  FakeWorld world;
  stale(world, http_date(kNow + 400s));
  world.answer(503);
  world.answer(200);
  ASSERT_TRUE(world.as_machine()->read(kTarget));
  EXPECT_EQ(world.header(2, "X-Timestamp"), "1795000401");
}

TEST(ClockHelp, KeepsTheRequestIdOfAWrite) {
  FakeWorld world;
  stale(world, http_date(kNow + 100s));
  world.answer(201);
  ASSERT_TRUE(world.as_operator()->write("POST", kTarget, Json::object()));
  EXPECT_EQ(world.body(0), world.body(1));
}

TEST(ClockHelp, NeedsADateThatCanBeRead) {
  FakeWorld world;
  stale(world, "yesterday");
  const auto answer = world.as_machine()->read(kTarget);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::clock_skew);
}

TEST(ClockHelp, IsNotForAnyOther401) {
  FakeWorld world;
  world.answer(401, "{}", {{"Date", http_date(kNow + 100s)}});
  world.answer(401, "{}", {{"X-Signet-Reason", "other"}, {"Date", http_date(kNow + 100s)}});
  const auto exchange = world.as_machine();
  EXPECT_EQ(exchange->read(kTarget).error().kind, ErrorKind::authentication);
  EXPECT_EQ(exchange->read(kTarget).error().kind, ErrorKind::authentication);
  EXPECT_EQ(world.requests.size(), 2u);
}

TEST(ClockHelp, IsNotForUnsignedRequests) {
  FakeWorld world;
  stale(world, http_date(kNow + 100s));
  EXPECT_FALSE(world.exchange(std::nullopt)->read(kTarget));
  EXPECT_EQ(world.requests.size(), 1u);
}

}  // namespace
}  // namespace signet::client
