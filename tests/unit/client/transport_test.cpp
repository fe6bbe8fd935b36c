// SPDX-License-Identifier: Apache-2.0
#include "beast_transport.hpp"
#include "canned_server.hpp"
#include "fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace signet::client {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::unique_ptr<Transport> transport_to(unsigned short port, std::chrono::milliseconds timeout = 15s) {
  const auto url = parse_api_url("http://localhost:" + std::to_string(port));
  return std::move(*make_beast_transport(*url, {.timeout = timeout}));
}

WireRequest get(std::string target = "/v1/secrets") { return {.method = "GET", .target = std::move(target)}; }

TEST(Transport, PutsTheTargetOnTheWireByteForByte) {
  const std::string target = "/v1/a%20b;c/d?x=1&y=%C3%A4:,+~";
  CannedServer server({.connections = {{answer("{}")}}});
  auto request = get(target);
  request.headers = {{"X-Nonce", "abc"}, {"X-Signature", "a+/="}};
  ASSERT_TRUE(transport_to(server.port())->send(request));
  const auto text = server.requests().at(0);
  EXPECT_THAT(text, StartsWith("GET " + target + " HTTP/1.1\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nHost: localhost:" + std::to_string(server.port()) + "\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nX-Nonce: abc\r\nX-Signature: a+/=\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("Content-")));
}

TEST(Transport, SendsBodiesWithTheirLength) {
  CannedServer server({.connections = {{answer("{}"), answer("{}")}}});
  const auto transport = transport_to(server.port());
  WireRequest request{.method = "POST", .target = "/a", .body = SecretBytes::from_text("{\"a\":1}")};
  ASSERT_TRUE(transport->send(request));
  request.body = SecretBytes();
  ASSERT_TRUE(transport->send(request));
  const auto texts = server.requests();
  EXPECT_THAT(texts.at(0), HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(texts.at(0), HasSubstr("Content-Length: 7\r\n"));
  EXPECT_TRUE(texts.at(0).ends_with("\r\n\r\n{\"a\":1}"));
  EXPECT_THAT(texts.at(1), HasSubstr("Content-Length: 0\r\n"));
}

TEST(Transport, GivesStatusHeadersAndBody) {
  CannedServer server({.connections = {{answer("{\"a\":1}", "X-Secret-Version: 3\r\nDate: x\r\n", "403 Forbidden")}}});
  const auto response = transport_to(server.port())->send(get());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 403);
  EXPECT_EQ(response->find("x-secret-version"), "3");
  EXPECT_EQ(response->find("none"), std::nullopt);
  EXPECT_EQ(response->body.expose_text(), "{\"a\":1}");
}

TEST(Transport, ReadsChunkedAnswers) {
  CannedServer server({.connections = {{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"}}});
  const auto response = transport_to(server.port())->send(get());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body.expose_text(), "{}");
}

TEST(Transport, KeepsConnections) {
  CannedServer server({.connections = {{answer("1"), answer("2"), answer("3")}}});
  const auto transport = transport_to(server.port());
  for (const char* body : {"1", "2", "3"}) {
    const auto response = transport->send(get());
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body.expose_text(), body);
  }
  EXPECT_EQ(server.requests().size(), 3u);
}

TEST(Transport, DoesNotKeepWhatTheServerCloses) {
  CannedServer server({.connections = {{answer("1", "Connection: close\r\n")}, {answer("2")}}});
  const auto transport = transport_to(server.port());
  ASSERT_TRUE(transport->send(get()));
  ASSERT_TRUE(transport->send(get()));
}

TEST(Transport, AConnectionThatWasClosedMeanwhileIsReplacedUnnoticed) {
  CannedServer server({.connections = {{answer("{}")}, {answer("{}")}}});  // closes without saying so
  FakeWorld world;
  Exchange exchange("http://localhost", transport_to(server.port()), std::nullopt, world.surroundings());
  EXPECT_TRUE(exchange.read(Target("/a")));
  EXPECT_TRUE(exchange.read(Target("/b")));
  EXPECT_TRUE(world.sleeps.empty());
}

TEST(Transport, NeverFollowsARedirect) {
  CannedServer server(
      {.connections = {{answer("", "Location: http://localhost/elsewhere\r\n", "307 Temporary Redirect")}}});
  const auto response = transport_to(server.port())->send(get());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 307);
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(Transport, LimitsTheBody) {
  CannedServer server(
      {.connections = {{answer(std::string(kMaxAnswerBody, 'x'))}, {answer(std::string(kMaxAnswerBody + 1, 'x'))}}});
  const auto fits = transport_to(server.port())->send(get());
  ASSERT_TRUE(fits) << fits.error().message;
  EXPECT_EQ(fits->body.size(), kMaxAnswerBody);
  const auto longer = transport_to(server.port())->send(get());
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().kind, ErrorKind::server);
  EXPECT_THAT(longer.error().message, HasSubstr("too long"));
}

TEST(Transport, LimitsTheHeader) {
  const auto padded = [](std::size_t size) {
    const auto rest = std::string_view("X-Pad: \r\nContent-Length: 2\r\n\r\n").size();
    return answer("{}", "X-Pad: " + std::string(size - rest, 'x') + "\r\n");
  };
  CannedServer server({.connections = {{padded(kMaxAnswerHeader)}, {padded(kMaxAnswerHeader + 1)}}});
  const auto fits = transport_to(server.port())->send(get());
  ASSERT_TRUE(fits) << fits.error().message;
  const auto longer = transport_to(server.port())->send(get());
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().kind, ErrorKind::server);
}

TEST(Transport, RefusesAnswersThatMayHaveBeenCutOff) {
  CannedServer server(
      {.connections = {{"HTTP/1.1 200 OK\r\n\r\n{}"}, {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"}}});
  EXPECT_THAT(transport_to(server.port())->send(get()).error().message, HasSubstr("no length"));
  const auto cut = transport_to(server.port())->send(get());
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().kind, ErrorKind::network);
  EXPECT_TRUE(cut.error().sent);
  EXPECT_FALSE(cut.error().stale);
}

TEST(Transport, RefusesWhatIsNotHttp) {
  CannedServer server({.connections = {{"SSH-2.0-OpenSSH_9.2\r\n"}}});
  const auto response = transport_to(server.port())->send(get());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::server);
  EXPECT_THAT(response.error().message, HasSubstr("not HTTP"));
}

TEST(Transport, SaysThatNobodyListens) {
  const auto response = transport_to(closed_port())->send(get());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::network);
  EXPECT_FALSE(response.error().sent);
  EXPECT_THAT(response.error().message, HasSubstr("cannot connect"));
}

TEST(Transport, GivesUpAtItsDeadline) {
  CannedServer server({.connections = {{""}}});
  const auto response = transport_to(server.port(), 50ms)->send(get());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::network);
  EXPECT_TRUE(response.error().sent);
  EXPECT_THAT(response.error().message, HasSubstr("no answer in time"));
}

TEST(Transport, HasThePatienceThatARequestAsksFor) {
  CannedServer server({.connections = {{""}}});
  auto request = get();
  request.patience = 100ms;
  const auto began = std::chrono::steady_clock::now();
  EXPECT_FALSE(transport_to(server.port(), 50ms)->send(request));
  EXPECT_GE(std::chrono::steady_clock::now() - began, 150ms);
}

TEST(Transport, EndsAtOnceWhenItIsStopped) {
  CannedServer server({.connections = {{""}, {""}}});
  std::stop_source stop;
  auto request = get();
  request.stop = stop.get_token();
  const auto transport = transport_to(server.port(), 60s);
  const auto began = std::chrono::steady_clock::now();
  const std::jthread meanwhile([&] { stop.request_stop(); });
  const auto response = transport->send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::network);
  EXPECT_FALSE(transport->send(request));  // and never begins again
  EXPECT_LT(std::chrono::steady_clock::now() - began, 30s);
}

TEST(Transport, ServesSeveralThreads) {
  CannedServer server(
      {.connections = std::vector<std::vector<std::string>>(16, {answer("{}", "Connection: close\r\n")})});
  const auto transport = transport_to(server.port());
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 4; ++j) good += transport->send(get()).has_value() ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 16);
}

}  // namespace
}  // namespace signet::client
