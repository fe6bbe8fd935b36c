// SPDX-License-Identifier: Apache-2.0
#include "exchange.hpp"
#include "fake_world.hpp"
#include "signet/schema/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace signet::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Target kTarget("/v1/secrets");
const WireFailure kLost{.message = "connection lost", .sent = true};
const WireFailure kUnreachable{.message = "connection refused"};

std::set<std::string> nonces(const FakeWorld& world) {
  std::set<std::string> all;
  for (std::size_t i = 0; i < world.requests.size(); ++i) all.insert(world.header(i, "X-Nonce"));
  return all;
}

TEST(Retry, NetworkErrorsThreeTimesWithFreshNoncesAndTimes) {
  FakeWorld world;
  for (int i = 0; i < 4; ++i) world.fail(kUnreachable);
  const auto answer = world.as_machine()->read(kTarget);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::network);
  EXPECT_EQ(answer.error().status, 0);
  EXPECT_THAT(answer.error().message, HasSubstr("GET https://vault.example/v1/secrets: connection refused"));
  EXPECT_THAT(world.sleeps, ElementsAre(1s, 2s, 4s));
  EXPECT_EQ(world.requests.size(), 4u);
  EXPECT_EQ(nonces(world).size(), 4u);
  EXPECT_EQ(world.header(0, "X-Timestamp"), "1795000000");
  EXPECT_EQ(world.header(3, "X-Timestamp"), "1795000007");
}

TEST(Retry, StopsAtTheFirstSuccess) {
  FakeWorld world;
  world.fail(kLost);
  world.answer(503);
  world.answer(200);
  EXPECT_TRUE(world.as_machine()->read(kTarget));
  EXPECT_THAT(world.sleeps, ElementsAre(1s, 2s));
}

TEST(Retry, BusyAndLockedOutAnswers) {
  for (const int status : {429, 503}) {
    FakeWorld world;
    for (int i = 0; i < 4; ++i) world.answer(status);
    const auto answer = world.as_machine()->read(kTarget);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().status, status);
    EXPECT_THAT(world.sleeps, ElementsAre(1s, 2s, 4s));
  }
}

TEST(Retry, NothingElse) {
  for (const int status : {302, 400, 401, 403, 404, 405, 409, 413, 414, 418, 431, 500, 502, 504}) {
    FakeWorld world;
    world.answer(status);
    world.answer(200);
    const auto answer = world.as_machine()->read(kTarget);
    ASSERT_FALSE(answer) << status;
    EXPECT_EQ(world.requests.size(), 1u) << status;
    EXPECT_THAT(world.sleeps, IsEmpty()) << status;
  }
}

TEST(Retry, WaitsAsLongAsTheServerAsksUpToTenSeconds) {
  FakeWorld world;
  world.answer(503, "{}", {{"Retry-After", "10"}});
  world.answer(503, "{}", {{"retry-after", "1"}});
  world.answer(200);
  EXPECT_TRUE(world.as_machine()->read(kTarget));
  EXPECT_THAT(world.sleeps, ElementsAre(10s, 2s));
}

TEST(Retry, GivesUpAtOnceIfTheServerAsksForMore) {
  for (const int status : {429, 503}) {
    FakeWorld world;
    world.answer(status, "{\"error\":\"locked\"}", {{"Retry-After", "11"}});
    const auto answer = world.as_machine()->read(kTarget);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().retry_after, 11s);
    EXPECT_THAT(answer.error().message, HasSubstr("after 11 seconds"));
    EXPECT_THAT(world.sleeps, IsEmpty());
  }
}

TEST(Retry, AKeptConnectionThatWasClosedIsReplacedOnceWithoutWaiting) {
  FakeWorld world;
  world.fail({.message = "closed", .sent = true, .stale = true});
  world.answer(200);
  EXPECT_TRUE(world.as_machine()->read(kTarget));
  EXPECT_THAT(world.sleeps, IsEmpty());
  EXPECT_EQ(nonces(world).size(), 2u);

  world.fail({.message = "closed", .sent = true, .stale = true});
  world.fail({.message = "closed", .sent = true, .stale = true});
  world.answer(200);
  EXPECT_TRUE(world.as_machine()->read(kTarget));
  EXPECT_THAT(world.sleeps, ElementsAre(1s));
}

TEST(Retry, AServerWithoutACertificateIsNotAskedAgain) {
  FakeWorld world;
  world.fail({.kind = ErrorKind::tls, .message = "self-signed"});
  const auto answer = world.as_machine()->read(kTarget);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::tls);
  EXPECT_EQ(world.requests.size(), 1u);
}

TEST(Retry, AWriteIsSentAgainByteForByteWithItsRequestId) {
  FakeWorld world;
  world.fail(kLost);
  world.answer(503);
  world.answer(201);
  ASSERT_TRUE(world.as_operator()->write("POST", kTarget, {{"name", json_text("a")}}));
  ASSERT_EQ(world.requests.size(), 3u);
  EXPECT_THAT(world.body(0), testing::MatchesRegex("\\{\"name\":\"a\",\"requestId\":\"[0-9a-f]{32}\"\\}"));
  EXPECT_EQ(world.body(1), world.body(0));
  EXPECT_EQ(world.body(2), world.body(0));
  EXPECT_EQ(nonces(world).size(), 3u);
}

TEST(Retry, EachWriteHasARequestIdOfItsOwn) {
  FakeWorld world;
  world.answer(200);
  world.answer(200);
  ASSERT_TRUE(world.as_operator()->write("DELETE", kTarget, Json::object()));
  ASSERT_TRUE(world.as_operator()->write("DELETE", kTarget, Json::object()));
  EXPECT_THAT(world.body(0), HasSubstr("\"requestId\":\""));
  EXPECT_NE(world.body(0), world.body(1));
}

TEST(Retry, ALostWriteMayHaveHappened) {
  FakeWorld world;
  world.fail(kLost);
  for (int i = 0; i < 3; ++i) world.fail(kUnreachable);
  const auto answer = world.as_operator()->write("POST", kTarget, Json::object());
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().may_have_happened);
  EXPECT_THAT(answer.error().message, HasSubstr("it may have happened"));
}

TEST(Retry, AWriteThatNeverLeftDidNotHappen) {
  FakeWorld world;
  for (int i = 0; i < 4; ++i) world.fail(kUnreachable);
  const auto answer = world.as_operator()->write("POST", kTarget, Json::object());
  ASSERT_FALSE(answer);
  EXPECT_FALSE(answer.error().may_have_happened);
}

TEST(Retry, AnUnknownOutcomeMayHaveHappened) {
  FakeWorld world;
  for (int i = 0; i < 4; ++i) world.answer(503, "{}", {{"X-Signet-Outcome", "unknown"}});
  const auto answer = world.as_operator()->write("POST", kTarget, Json::object());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::sealed_or_busy);
  EXPECT_TRUE(answer.error().may_have_happened);
}

TEST(Retry, WhatTheServerSaysAboutTheRepeatHoldsForTheFirst) {
  FakeWorld world;
  world.fail(kLost);
  world.answer(409, "{\"error\":\"name taken\"}");
  const auto answer = world.as_operator()->write("POST", kTarget, Json::object());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::conflict);
  EXPECT_FALSE(answer.error().may_have_happened);
}

TEST(Retry, ReadsAreNeverInDoubt) {
  FakeWorld world;
  for (int i = 0; i < 4; ++i) world.fail(kLost);
  const auto answer = world.as_machine()->read(kTarget);
  ASSERT_FALSE(answer);
  EXPECT_FALSE(answer.error().may_have_happened);
}

TEST(Retry, ABadTargetIsNotSentAtAll) {
  FakeWorld world;
  EXPECT_FALSE(world.as_machine()->read(Target("/v1") / "a/b"));
  EXPECT_FALSE(world.as_operator()->write("DELETE", Target("/v1") / "..", Json::object()));
  EXPECT_TRUE(world.requests.empty());
}

}  // namespace
}  // namespace signet::client
