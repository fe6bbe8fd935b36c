// SPDX-License-Identifier: Apache-2.0
// Answers that come in pieces: how their end is told, what a failure looks like, and clients that do not read.
#include "live_server.hpp"

#include <gtest/gtest.h>

namespace signet::net {
namespace {

constexpr std::string_view kInChunks = "3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n";

class InPieces : public LiveServerByHand {
 protected:
  InPieces() { start(); }
};

TEST_F(InPieces, AreChunksAndTheConnectionGoesOn) {
  auto connection = client();
  connection.send(get("/pieces") + get("/echo", "Connection: close\r\n"));
  const auto reply = connection.reply();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(reply.header("Content-Length"), "(none)");
  EXPECT_EQ(reply.header("Connection"), "keep-alive");
  const auto rest = connection.rest();
  EXPECT_TRUE(rest.starts_with(std::string(kInChunks) + "HTTP/1.1 200 OK\r\n")) << rest;
  EXPECT_TRUE(rest.ends_with("GET /echo 127.0.0.1 ")) << rest;
}

TEST_F(InPieces, AreChunksBeforeAClose) {
  auto connection = client();
  const auto reply = connection.ask(get("/pieces", "Connection: close\r\n"));
  EXPECT_EQ(reply.header("Connection"), "close");
  EXPECT_EQ(connection.rest(), kInChunks);
  EXPECT_FALSE(connection.was_reset());
}

TEST_F(InPieces, EndWithTheConnectionForAnOldClient) {
  auto connection = client();
  const auto reply = connection.ask("GET /pieces HTTP/1.0\r\nHost: h\r\n\r\n");
  EXPECT_EQ(reply.header("Transfer-Encoding"), "(none)");
  EXPECT_EQ(reply.header("Content-Length"), "(none)");
  EXPECT_EQ(reply.header("Connection"), "close");
  EXPECT_EQ(connection.rest(), "onetwothree");
  EXPECT_FALSE(connection.was_reset());
}

TEST_F(InPieces, WhatFailsFirstIsAnErrorLikeAnyOther) {
  auto connection = client();
  const auto failed = connection.ask(get("/broken-at-once"));
  EXPECT_EQ(failed.status, 500);
  EXPECT_FALSE(failed.header("X-Request-Id").empty()) << "what to look for in the log";
  EXPECT_EQ(connection.ask(get("/echo")).status, 200);
}

TEST_F(InPieces, WhatFailsLaterBreaksTheConnectionWithoutALastChunk) {
  auto connection = client();
  connection.send(get("/broken"));
  const auto rest = connection.rest();
  EXPECT_EQ(rest.find("\r\n0\r\n\r\n"), std::string::npos) << rest;
  EXPECT_TRUE(connection.was_reset());
}

TEST_F(InPieces, WhatFailsLaterIsAResetForAnOldClient) {
  auto connection = client();
  connection.send("GET /broken HTTP/1.0\r\nHost: h\r\n\r\n");
  EXPECT_EQ(connection.rest().find("two"), std::string::npos);
  EXPECT_TRUE(connection.was_reset());
}

TEST_F(InPieces, AreNotAskedForAheadOfTheClientThatIsGivenUpAfterThirtySeconds) {
  auto connection = client();
  connection.send(get("/endless"));
  // Until the sockets are full: no piece was given out while the services were called several times.
  int before = -1;
  ASSERT_TRUE(eventually([&] {
    const int now = play.pieces;
    const bool still = now > 0 && now == before;
    before = now;
    if (!still) let_time_pass();
    return still;
  }));
  const int given = play.pieces;
  clock.advance(std::chrono::milliseconds(29'999));
  let_time_pass();
  EXPECT_EQ(play.pieces, given);
  clock.advance(std::chrono::milliseconds(1));
  let_time_pass();
  EXPECT_EQ(connection.rest().find("\r\n0\r\n\r\n"), std::string::npos);
  EXPECT_EQ(play.pieces, given);
  EXPECT_EQ(client().ask(get("/echo")).status, 200);
}

TEST_F(InPieces, AreNotAskedForWhenTheClientHasGone) {
  {
    auto connection = client();
    connection.send(get("/endless"));
    EXPECT_EQ(connection.reply().status, 200);
  }
  int before = -1;
  EXPECT_TRUE(eventually([&] {
    const bool still = play.pieces == before;
    before = play.pieces;
    if (!still) let_time_pass();
    return still;
  }));
}

}  // namespace
}  // namespace signet::net
