// SPDX-License-Identifier: Apache-2.0
// Bytes on a socket against the whole server: what real clients, old clients and no clients at all send.
#include "live_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>

namespace signet::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Wire : public LiveVault {
 protected:
  Wire() {
    server.start();
    reader = make_reader("value");
    machine.emplace(by_hand(reader.identity));
  }
  [[nodiscard]] std::string read() const { return machine->sign("GET", reader.target()); }

  Reader reader;
  std::optional<RawSigner> machine;
};

constexpr const char* kRead = R"({"value":"value"})";

void expect_common_headers(const RawAnswer& answer) {
  EXPECT_THAT(answer["Date"], EndsWith(" GMT")) << answer.head;
  EXPECT_EQ(answer["Cache-Control"], "no-store") << answer.head;
  EXPECT_EQ(answer["Content-Type"], "application/json") << answer.head;
  EXPECT_EQ(answer["Server"], "(none)") << answer.head;
}

TEST_F(Wire, AnswersPipelinedRequestsInOrder) {
  auto line = connection();
  line.send(read() + http("GET", "/healthz") + machine->sign("GET", "/v1/secrets") + read());
  EXPECT_EQ(line.answer().body, kRead);
  EXPECT_EQ(line.answer().body, R"({"status":"ok"})");
  EXPECT_THAT(line.answer().body, StartsWith(R"({"secrets":[)"));
  EXPECT_EQ(line.answer().body, kRead);
}

TEST_F(Wire, KeepsAConnectionThroughRefusals) {
  auto line = connection();
  EXPECT_EQ(line.ask(read()).status, 200);
  EXPECT_EQ(line.ask(machine->sign("GET", "/v1/secret/sk_0000000000")).status, 404);
  EXPECT_EQ(line.ask(http("GET", "/v1/secrets")).status, 401);
  EXPECT_EQ(line.ask(http("GET", "/nothing")).status, 404);
  const auto last = line.ask(read());
  EXPECT_EQ(last.body, kRead);
  EXPECT_EQ(last["Keep-Alive"], "timeout=70");
}

TEST_F(Wire, ClosesAfterTheAnswerWhenAsked) {
  auto line = connection();
  const auto answer = line.ask(machine->sign("GET", reader.target(), {}, "Connection: close\r\n"));
  EXPECT_EQ(answer.body, kRead);
  EXPECT_EQ(answer["Connection"], "close");
  EXPECT_TRUE(line.ended());
}

TEST_F(Wire, AnswersAClientThatHasFinishedSending) {
  auto line = connection();
  line.send(read());
  line.end_sending();
  EXPECT_EQ(line.answer().body, kRead);
}

TEST_F(Wire, TakesASignedBodyInChunks) {
  const auto target = in_vault("/projects");
  const std::string body = R"({"name":"in chunks"})";
  const auto headers = by_hand().headers("POST", target, body) + "Transfer-Encoding: chunked\r\n";
  std::string chunks;
  for (std::size_t at = 0; at < body.size(); at += 7) {
    const auto part = body.substr(at, 7);
    chunks += std::string(1, "01234567"[part.size()]) + "\r\n" + part + "\r\n";
  }
  const auto answer = ask(http("POST", target, headers) + chunks + "0\r\n\r\n");
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(must(vault().projects()).items.size(), 2U);
}

TEST_F(Wire, SaysContinueBeforeASignedBodyAndNotBeforeARefusedOne) {
  const auto target = in_vault("/projects");
  const std::string body = R"({"name":"after continue"})";
  const std::string expect = "Expect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  auto line = connection();
  EXPECT_EQ(line.ask(http("POST", target, by_hand().headers("POST", target, body) + expect)).status, 100);
  EXPECT_EQ(line.ask(body).status, 201);

  EXPECT_EQ(connection().ask(http("POST", target, expect)).status, 401);
}

TEST_F(Wire, MatchesHeaderNamesInAnyCase) {
  auto headers = machine->headers("GET", reader.target());
  for (std::size_t at = 0; at < headers.size(); at = headers.find("\r\n", at) + 2)
    for (; headers[at] != ':'; ++at) headers[at] = static_cast<char>(std::tolower(headers[at]));
  EXPECT_THAT(headers, StartsWith("x-machine-id: "));
  EXPECT_EQ(ask(http("GET", reader.target(), headers)).body, kRead);
}

TEST_F(Wire, AnswersWhatIsTooLargeAndCloses) {
  const std::string filler(8 * 1024, 'x');
  std::string many;
  for (int i = 0; i < 65; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  std::string block;
  for (int i = 0; i < 5; ++i) block += "X-" + std::to_string(i) + ": " + filler + "\r\n";
  const auto secrets = in_vault("/projects/" + reader.project + "/secrets");
  const std::string large(300 * 1024, ' ');
  const std::array<std::pair<std::string, int>, 7> cases{{
      {http("GET", "/" + std::string(2'048, 'x')), 414},
      {http("GET", "/" + std::string(64 * 1024, 'x')), 414},
      {http("GET", "/healthz", "X-Long: " + filler + filler + filler + "\r\n"), 431},
      {http("GET", "/healthz", many), 431},
      {http("GET", "/healthz", block), 431},
      {by_hand().sign("POST", secrets, large), 413},
      {by_hand().sign("POST", in_vault("/projects"), large.substr(0, 64 * 1024 + 1)), 413},
  }};
  for (const auto& [request, status] : cases) {
    auto line = connection();
    line.send(request);  // all of it, while the server has refused long since
    const auto answer = line.answer();
    EXPECT_EQ(answer.status, status) << request.substr(0, 60);
    EXPECT_EQ(answer["Connection"], "close");
    EXPECT_THAT(answer.body, StartsWith(R"({"error":")"));
    expect_common_headers(answer);
    EXPECT_TRUE(line.ended());
  }
}

TEST_F(Wire, AnswersMalformedHeadsWith400AndCloses) {
  const std::string host = "Host: h\r\n";
  for (const auto& head :
       {std::string("GET /healthz\r\n\r\n"), "get /healthz HTTP/1.1\r\n" + host, "GET  /healthz HTTP/1.1\r\n" + host,
        "GET http://h/healthz HTTP/1.1\r\n" + host, "GET /healthz HTTP/1.2\r\n" + host,
        std::string("GET /healthz HTTP/1.1\r\n"), "GET /healthz HTTP/1.1\r\n" + host + host,
        std::string("GET /healthz HTTP/1.1\r\nHost : h\r\n"), "GET /healthz HTTP/1.1\r\n" + host + "X: a\r\n b\r\n",
        "GET /healthz HTTP/1.1\r\n" + host + "X: a\nY: b\r\n", "GET /healthz HTTP/1.1\r\n" + host + "no colon\r\n",
        "POST /version HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 1\r\n",
        "POST /version HTTP/1.1\r\n" + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        "POST /version HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n",
        "POST /version HTTP/1.1\r\n" + host + "Content-Length: -1\r\n",
        std::string("\x16\x03\x01\x02\x00\x01\x00\x01", 8), std::string("\r\n\r\n")}) {
    auto line = connection();
    line.send(head + "\r\n");
    const auto answer = line.answer();
    EXPECT_EQ(answer.status, 400) << head;
    EXPECT_THAT(answer.body, StartsWith(R"({"error":")")) << head;
    expect_common_headers(answer);
    EXPECT_TRUE(line.ended()) << head;
  }
}

TEST_F(Wire, SpeaksNoHttp2) {
  auto line = connection();
  line.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  EXPECT_EQ(line.answer().status, 400);
  EXPECT_TRUE(line.ended());
  EXPECT_EQ(ask(http("GET", "/healthz", "Upgrade: h2c\r\nConnection: Upgrade\r\n")).status, 200)
      << "and never upgrades";
}

TEST_F(Wire, RefusesMethodsThatNobodyNeeds) {
  for (const char* method : {"HEAD", "OPTIONS", "TRACE", "CONNECT"}) {
    auto line = connection();
    line.send(http(method, "/healthz"));
    const auto answer = line.answer(std::string_view(method) != "HEAD");
    EXPECT_EQ(answer.status, 405) << method;
    EXPECT_EQ(answer["Allow"], "GET, POST, PUT, PATCH, DELETE") << method;
    EXPECT_TRUE(line.ended()) << method << ": nothing behind its head";
  }
  const auto wrong = ask(http("DELETE", reader.target()));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong["Allow"], "GET");
}

TEST_F(Wire, TakesTargetsAsTheyAreAndRepairsNone) {
  for (const auto& target : {reader.target() + "?x=1", "/v1//secret/" + reader.secret, "/v1/./secret/" + reader.secret,
                             "/v1/x/../secret/" + reader.secret, "/v1/%73ecret/" + reader.secret})
    EXPECT_EQ(ask(machine->sign("GET", target)).status, 400) << target;
  for (const auto& target : {reader.target() + "/", "/V1/secret/" + reader.secret})
    EXPECT_EQ(ask(machine->sign("GET", target)).status, 404) << target;
}

TEST_F(Wire, HasTheCommonHeadersOnEveryAnswer) {
  for (const auto& request :
       {read(), http("GET", "/v1/secrets"), http("GET", "/nothing"), machine->sign("GET", "/v1/secret/sk_0000000000"),
        http("GET", "/readyz"), http("POST", "/v1/bootstrap/register", "", "{"), std::string("nonsense\r\n\r\n")})
    expect_common_headers(ask(request));
}

TEST_F(Wire, TellsWhoSignedThatItsClockIsWrong) {
  using std::chrono::seconds;
  auto late = *machine;
  for (const auto error : {seconds(-280), seconds(50)}) {
    late.clock_error = error;
    EXPECT_EQ(ask(late.sign("GET", reader.target())).status, 200) << error.count();
  }
  for (const auto error : {seconds(-310), seconds(80)}) {
    late.clock_error = error;
    const auto answer = ask(late.sign("GET", reader.target()));
    EXPECT_EQ(answer.status, 401) << error.count();
    EXPECT_EQ(answer["X-Signet-Reason"], "stale-timestamp");
    expect_common_headers(answer);
  }
  auto root = by_hand();
  root.clock_error = seconds(-40);
  EXPECT_EQ(ask(root.sign("GET", in_vault("")), "127.0.0.2")["X-Signet-Reason"], "stale-timestamp");
}

TEST_F(Wire, RedirectsNobody) {
  for (const char* target : {"/", "/v1", "/v1/", "/healthz/", "/index.html", "//", "/v1/secrets/"}) {
    const auto answer = ask(http("GET", target));
    EXPECT_TRUE(answer.status == 404 || answer.status == 400) << target << " " << answer.status;
    EXPECT_EQ(answer["Location"], "(none)");
  }
}

}  // namespace
}  // namespace signet::testing
