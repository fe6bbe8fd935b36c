// SPDX-License-Identifier: Apache-2.0
// Requests and answers over real sockets.
#include "live_server.hpp"
#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signet::net {
namespace {

class Serving : public LiveServerByHand {
 protected:
  Serving() { start(); }
};

std::string chunked(const std::string& target, const std::string& chunks) {
  return "POST " + target + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
}

TEST_F(Serving, AnswersWithTheHeadersOfTheTransport) {
  const auto reply = client().ask(get("/echo"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "GET /echo 127.0.0.1 ");
  EXPECT_EQ(reply.header("Date"), "Sat, 21 Nov 2026 06:14:09 GMT");
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  EXPECT_EQ(reply.header("Content-Type"), "application/json");
  EXPECT_EQ(reply.header("Keep-Alive"), "timeout=70");
  EXPECT_EQ(reply.header("Server"), "(none)");
}

TEST_F(Serving, KeepsTheConnectionForTheNextRequest) {
  auto connection = client();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(connection.ask(post("/echo", "abc")).body, "POST /echo 127.0.0.1 abc");
}

TEST_F(Serving, ClosesWhenTheClientAsksForIt) {
  auto connection = client();
  const auto reply = connection.ask(get("/echo", "Connection: close\r\n"));
  EXPECT_EQ(reply.header("Connection"), "close");
  EXPECT_EQ(reply.header("Keep-Alive"), "(none)");
  EXPECT_TRUE(connection.ended());
}

TEST_F(Serving, AnswersHttp10AndCloses) {
  auto connection = client();
  EXPECT_EQ(connection.ask("GET /echo HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n").status, 200);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Serving, AnswersAClientThatHasFinishedSending) {
  auto connection = client();
  connection.send(get("/echo"));
  connection.end_sending();
  EXPECT_EQ(connection.reply().status, 200);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Serving, TakesRequestsByteByByte) {
  auto connection = client();
  for (const char byte : chunked("/echo", "2\r\nab\r\n0\r\n\r\n")) connection.send(std::string(1, byte));
  EXPECT_EQ(connection.reply().body, "POST /echo 127.0.0.1 ab");
}

TEST_F(Serving, AnswersPipelinedRequestsInOrder) {
  auto connection = client();
  connection.send(post("/echo", "1") + chunked("/echo", "1\r\n2\r\n0\r\n\r\n") + get("/echo?3"));
  EXPECT_EQ(connection.reply().body, "POST /echo 127.0.0.1 1");
  EXPECT_EQ(connection.reply().body, "POST /echo 127.0.0.1 2");
  EXPECT_EQ(connection.reply().body, "GET /echo?3 127.0.0.1 ");
}

TEST_F(Serving, StartsAPipelinedRequestOnlyWhenTheOneBeforeIsAnswered) {
  auto connection = client();
  connection.send(get("/held") + get("/echo"));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  let_time_pass();
  EXPECT_EQ(play.started, 1);
  play.gate_open = true;
  EXPECT_EQ(connection.reply().body, "GET /held 127.0.0.1 ");
  EXPECT_EQ(connection.reply().body, "GET /echo 127.0.0.1 ");
}

TEST_F(Serving, ServesOtherConnectionsWhileOneWaits) {
  auto waiting = client();
  waiting.send(get("/held"));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(client().ask(get("/echo")).status, 200);
  play.gate_open = true;
  EXPECT_EQ(waiting.reply().status, 200);
}

TEST_F(Serving, TellsOfAnAnswerThatCouldNotBeWritten) {
  auto gone = client(), there = client();
  gone.send(get("/held"));
  there.send(get("/held"));
  ASSERT_TRUE(eventually([&] { return play.started == 2; }));
  gone.reset();
  play.gate_open = true;
  EXPECT_EQ(there.reply().status, 200);
  EXPECT_TRUE(eventually([&] { return play.lost == 1; }));
  EXPECT_EQ(client().ask(get("/echo")).status, 200);
  EXPECT_EQ(play.lost, 1) << "an answer that was written is not lost";
}

TEST_F(Serving, SaysContinueOnceTheHeadIsAdmitted) {
  auto connection = client();
  connection.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(connection.reply().status, 100);
  EXPECT_EQ(connection.ask("abc").body, "POST /echo 127.0.0.1 abc");
}

TEST_F(Serving, DoesNotSayContinueToWhatItRefuses) {
  auto connection = client();
  EXPECT_EQ(
      connection.ask("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n").status,
      413);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Serving, DoesNotSayContinueWhenTheBodyIsThere) {
  EXPECT_EQ(client().ask(post("/echo", "abc", "Expect: 100-continue\r\n")).status, 200);
  EXPECT_EQ(client().ask(post("/echo", "", "Expect: 100-continue\r\n")).status, 200);
}

TEST_F(Serving, TakesBodiesUpToTheLimitOfTheirRoute) {
  EXPECT_EQ(client().ask(post("/small", "0123456789")).body, "POST /small 127.0.0.1 0123456789");
  EXPECT_EQ(client().ask(post("/small", "0123456789x")).status, 413);
  EXPECT_EQ(client().ask(chunked("/small", "a\r\n0123456789\r\n0\r\n\r\n")).status, 200);
  EXPECT_EQ(client().ask(chunked("/small", "a\r\n0123456789\r\n1\r\nx\r\n0\r\n\r\n")).status, 413);
}

TEST_F(Serving, AClientThatSendsAllOfALargeBodyStillReadsTheRefusal) {
  auto connection = client();
  ASSERT_TRUE(connection.send(post("/small", std::string(512 * 1024, 'x'))));
  EXPECT_EQ(connection.reply().status, 413);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Serving, RefusalsBeforeTheBodyEndTheConnection) {
  auto connection = client();
  EXPECT_EQ(connection.ask(post("/no", "x")).header("Connection"), "close");
  EXPECT_TRUE(connection.ended());
  EXPECT_EQ(play.started, 0);
}

TEST_F(Serving, RefusalsBeforeTheBodyMayWaitForACommit) {
  auto connection = client();
  connection.send(post("/no-held", "x"));
  ASSERT_TRUE(eventually([&] { return play.admitted == 1; }));
  let_time_pass();
  EXPECT_TRUE(connection.silent());
  play.gate_open = true;
  EXPECT_EQ(connection.reply().status, 404);
}

TEST_F(Serving, MalformedRequestsAreAnsweredAndTheConnectionClosed) {
  const std::string good = "GET /echo HTTP/1.1\r\nHost: h\r\n";
  for (const auto& bytes :
       {good + "A: b\n\r\n", good + "A : b\r\n\r\n", good + "A: b\r\n c\r\n\r\n", good + "Host: h\r\n\r\n",
        good + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", good + "Transfer-Encoding: gzip, chunked\r\n\r\n",
        good + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        std::string("\x16\x03\x01\x02\x00", 5), chunked("/echo", "0\r\nA: b\r\n\r\n"),
        chunked("/echo", "1;a=b\r\nx\r\n0\r\n\r\n"), std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        std::string("GET http://h/echo HTTP/1.1\r\nHost: h\r\n\r\n")}) {
    auto connection = client();
    EXPECT_EQ(connection.ask(bytes).status, 400) << bytes;
    EXPECT_TRUE(connection.ended()) << bytes;
  }
  EXPECT_EQ(play.started, 0);
}

TEST_F(Serving, LimitsOfTheHeadHaveTheirOwnStatus) {
  EXPECT_EQ(client().ask(get("/" + std::string(limits::kMaxTarget, 'a'))).status, 414);
  EXPECT_EQ(client().ask("GET /" + std::string(limits::kMaxHeaderBlock, 'a')).status, 414);
  EXPECT_EQ(client().ask(get("/echo", "A: " + std::string(limits::kMaxHeaderLine, 'a') + "\r\n")).status, 431);
  std::string endless;
  while (endless.size() < 2 * limits::kMaxHeaderBlock) endless += "A: " + std::string(1000, 'a') + "\r\n";
  EXPECT_EQ(client().ask(get("/echo", endless)).status, 431);
}

TEST_F(Serving, MethodsThatAreNotServedGetAnAllowHeader) {
  for (const auto* line : {"OPTIONS *", "TRACE /echo", "CONNECT h:443"}) {
    const auto reply = client().ask(std::string(line) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(reply.status, 405) << line;
    EXPECT_NE(reply.header("Allow").find("GET"), std::string::npos);
  }
}

TEST_F(Serving, TheAnswerToHeadHasNoBody) {
  auto connection = client();
  connection.send("HEAD /echo HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(connection.reply(false).status, 405);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Serving, LargeAnswersArriveWhole) {
  EXPECT_EQ(client().ask(get("/big")).body, std::string(8 * 1024 * 1024, '\0'));
}

TEST_F(Serving, AnAnswerThatWouldSplitIsNeverSent) {
  auto connection = client();
  EXPECT_EQ(connection.ask(get("/split")).status, 0);
  EXPECT_TRUE(eventually([&] { return was_logged("stay on its line"); }));
  EXPECT_EQ(client().ask(get("/echo")).status, 200);
}

TEST_F(Serving, IgnoresWhatAStrangerSaysOfItsAddress) {
  EXPECT_EQ(client().ask(get("/echo", "X-Forwarded-For: 1.2.3.4\r\n")).body, "GET /echo 127.0.0.1 ");
  EXPECT_EQ(client().ask(get("/echo", "X-Forwarded-For: rubbish\r\n")).status, 200);
}

TEST_F(LiveServer, TakesTheAddressFromATrustedProxy) {
  options.trusted_proxies = {*Network::parse("127.0.0.0/30")};
  start();
  EXPECT_EQ(client().ask(get("/echo", "X-Forwarded-For: 9.9.9.9, 1.2.3.4, 127.0.0.2\r\n")).body, "GET /echo 1.2.3.4 ");
  EXPECT_EQ(client("127.0.0.4").ask(get("/echo", "X-Forwarded-For: 1.2.3.4\r\n")).body, "GET /echo 127.0.0.4 ");
  auto connection = client();
  EXPECT_EQ(connection.ask(get("/echo", "X-Forwarded-For: rubbish\r\n")).status, 400);
  EXPECT_TRUE(connection.ended());
}

TEST_F(LiveServer, ListensOnSeveralAddressesAtOnePort) {
  options.addresses = {"127.0.0.1", "127.0.0.2"};
  start();
  EXPECT_EQ(Client(server->port(), "127.0.0.1", "127.0.0.1").ask(get("/echo")).status, 200);
  EXPECT_EQ(Client(server->port(), "127.0.0.1", "127.0.0.2").ask(get("/echo")).status, 200);
}

TEST_F(LiveServer, SaysWhatItCannotListenOn) {
  options.addresses = {"localhost"};
  EXPECT_THROW(start(), std::runtime_error);
  options.addresses = {};
  EXPECT_THROW(start(), std::runtime_error);
  options.addresses = {"127.0.0.1"};
  start();
  options.port = server->port();
  try {
    const Server second(options, [](const Wake&) -> std::unique_ptr<Service> { return nullptr; });
    FAIL() << "two servers at one port";
  } catch (const std::runtime_error& failure) {
    EXPECT_NE(std::string(failure.what()).find("127.0.0.1 port " + std::to_string(options.port)), std::string::npos);
  }
}

}  // namespace
}  // namespace signet::net
