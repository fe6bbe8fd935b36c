// SPDX-License-Identifier: Apache-2.0
// Bodies that go to a sink instead of into memory.
#include "beast_transport.hpp"
#include "canned_server.hpp"
#include "fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
constexpr std::string_view kChunk = "100000\r\n";  // 1 MiB
constexpr std::size_t kChunkSize = 0x100000;

std::string chunks(std::size_t count) {
  std::string all(kChunked);
  for (std::size_t i = 0; i < count; ++i) {
    all += kChunk;
    all += std::string(kChunkSize, static_cast<char>('a' + i % 26));
    all += "\r\n";
  }
  return all;
}

std::unique_ptr<Transport> transport_to(unsigned short port) {
  const auto url = parse_api_url("http://localhost:" + std::to_string(port));
  return std::move(*make_beast_transport(*url, {.timeout = 15s}));
}

Exchange exchange_with(FakeWorld& world, CannedServer& server) {
  return {"http://localhost", transport_to(server.port()), std::nullopt, world.surroundings()};
}

TEST(TransportSink, TakesMoreThanFitsInAnAnswerPieceByPiece) {
  constexpr std::size_t kMany = kMaxAnswerBody / kChunkSize + 1;
  CannedServer server({.connections = {{chunks(kMany) + "0\r\n\r\n", answer("{}")}}});
  const auto transport = transport_to(server.port());
  std::size_t taken = 0, largest = 0;
  char last = 0;
  const auto response = transport->send({.method = "GET", .target = "/a", .sink = [&](std::string_view piece) {
                                           taken += piece.size();
                                           largest = std::max(largest, piece.size());
                                           last = piece.back();
                                           return Result<void>();
                                         }});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(taken, kMany * kChunkSize);
  EXPECT_LE(largest, kChunkSize);
  EXPECT_EQ(last, static_cast<char>('a' + (kMany - 1) % 26));
  EXPECT_TRUE(response->body.empty());
  EXPECT_TRUE(transport->send({.method = "GET", .target = "/b"})) << "the connection is fit to be used again";
}

TEST(TransportSink, TakesAnAnswerWithALength) {
  CannedServer server({.connections = {{answer("abc"), answer("")}}});
  const auto transport = transport_to(server.port());
  std::string taken;
  const Sink sink = [&](std::string_view piece) {
    taken += piece;
    return Result<void>();
  };
  ASSERT_TRUE(transport->send({.method = "GET", .target = "/a", .sink = sink}));
  EXPECT_EQ(taken, "abc");
  ASSERT_TRUE(transport->send({.method = "GET", .target = "/b", .sink = sink}));
  EXPECT_EQ(taken, "abc");
}

TEST(TransportSink, ARefusalIsTheUsualErrorAndTriedAgainWhereThatIsUsual) {
  CannedServer server({.connections = {{answer("{\"error\":\"busy\"}", "", "503 Service Unavailable"),
                                        answer("{\"error\":\"No such thing\"}", "", "404 Not Found")}}});
  FakeWorld world;
  auto exchange = exchange_with(world, server);
  const auto done = exchange.stream(Target("/a"), [](std::string_view) -> Result<void> {
    ADD_FAILURE() << "the sink takes successes only";
    return {};
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::not_found);
  EXPECT_THAT(done.error().message, HasSubstr("No such thing"));
  EXPECT_THAT(world.sleeps, SizeIs(1));
}

TEST(TransportSink, WhatBreaksOffIsAnErrorAndNotTriedAgain) {
  CannedServer server({.connections = {{chunks(1)}}});
  FakeWorld world;
  auto exchange = exchange_with(world, server);
  std::size_t taken = 0;
  const auto done = exchange.stream(Target("/a"), [&](std::string_view piece) {
    taken += piece.size();
    return Result<void>();
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::network);
  EXPECT_THAT(done.error().message, HasSubstr("not whole"));
  EXPECT_EQ(taken, kChunkSize);
  EXPECT_THAT(server.requests(), SizeIs(1));
}

TEST(TransportSink, AnAnswerWithoutAnEndIsRefused) {
  CannedServer server({.connections = {{"HTTP/1.1 200 OK\r\n\r\nabc"}}});
  const auto response = transport_to(server.port())->send({.method = "GET", .target = "/a", .sink = [](auto) {
                                                             return Result<void>();
                                                           }});
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().message, HasSubstr("no length"));
}

TEST(TransportSink, TheSinksErrorIsTheCalls) {
  CannedServer server({.connections = {{answer("abc")}}});
  FakeWorld world;
  auto exchange = exchange_with(world, server);
  const auto done = exchange.stream(Target("/a"), [](std::string_view) -> Result<void> {
    return std::unexpected(Error{.kind = ErrorKind::local, .message = "the disk is full"});
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::local);
  EXPECT_THAT(done.error().message, HasSubstr("the disk is full"));
}

}  // namespace
}  // namespace signet::client
