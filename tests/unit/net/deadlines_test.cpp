// SPDX-License-Identifier: Apache-2.0
// The deadlines that operators are told of, each a millisecond before and at its time.
#include "live_server.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <string>

namespace signet::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Deadlines : public LiveServerByHand {
 protected:
  Deadlines() { start(); }

  /// True: at `time` from now, and not a millisecond earlier, something comes.
  bool comes_at(const Client& connection, milliseconds time) {
    let_time_pass();
    clock.advance(time - milliseconds(1));
    let_time_pass();
    const bool was_silent = connection.silent();
    clock.advance(milliseconds(1));
    return was_silent && eventually([&] { return !connection.silent(); });
  }
};

TEST_F(Deadlines, HeadMustComeWithinTenSeconds) {
  auto connection = client();
  connection.send("GET /echo HTTP/1.1\r\nHost: ");
  EXPECT_TRUE(comes_at(connection, seconds(10)));
  EXPECT_EQ(connection.reply().status, 408);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Deadlines, SlowBytesDoNotExtendTheHeadDeadline) {
  auto connection = client();
  for (const auto* part : {"GET /echo ", "HTTP/1.1\r\n", "Host: h\r\n"}) {
    connection.send(part);
    let_time_pass();
    clock.advance(seconds(3));
  }
  EXPECT_TRUE(comes_at(connection, seconds(1)));
  EXPECT_EQ(connection.reply().status, 408);
}

TEST_F(Deadlines, FirstRequestMustComeWithinTenSeconds) {
  auto connection = client();
  EXPECT_TRUE(comes_at(connection, seconds(10)));
  EXPECT_EQ(connection.reply().status, 408);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Deadlines, IdleConnectionIsClosedWithoutAWordAfterSeventyFiveSeconds) {
  auto connection = client();
  EXPECT_EQ(connection.ask(get("/echo")).status, 200);
  EXPECT_TRUE(comes_at(connection, seconds(75)));
  EXPECT_TRUE(connection.ended());
}

TEST_F(Deadlines, NextRequestHasItsOwnTenSeconds) {
  auto connection = client();
  EXPECT_EQ(connection.ask(get("/echo")).status, 200);
  let_time_pass();
  clock.advance(seconds(70));
  connection.send("G");
  EXPECT_TRUE(comes_at(connection, seconds(10)));
  EXPECT_EQ(connection.reply().status, 408);
}

TEST_F(Deadlines, BodyMustComeWithinThirtySeconds) {
  auto connection = client();
  connection.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabc");
  ASSERT_TRUE(eventually([&] { return play.admitted == 1; }));
  EXPECT_TRUE(comes_at(connection, seconds(30)));
  EXPECT_EQ(connection.reply().status, 408);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Deadlines, AServiceMayTakeItsTime) {
  auto connection = client();
  connection.send(get("/held"));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  clock.advance(seconds(1000));
  let_time_pass();
  EXPECT_TRUE(connection.silent());
  play.gate_open = true;
  EXPECT_EQ(connection.reply().status, 200);
  EXPECT_EQ(connection.ask(get("/echo")).status, 200);
}

TEST_F(Deadlines, AClientThatDoesNotReadIsGivenUpAfterThirtySeconds) {
  Client connection;
  const int little = 4096;  // so that the answer does not fit between the two of us
  ASSERT_EQ(setsockopt(connection.handle(), SOL_SOCKET, SO_RCVBUF, &little, sizeof little), 0);
  ASSERT_TRUE(connection.connect_to(server->port()));
  connection.send(get("/big"));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  let_time_pass();
  clock.advance(seconds(30));
  let_time_pass();
  clock.advance(seconds(3));
  let_time_pass();
  EXPECT_EQ(connection.reply().status, 0);
}

TEST_F(LiveServerByHand, LastBytesAreThrownAwayUpToALimit) {
  options.limits.linger_bytes = 1000;
  start();
  auto connection = client();
  EXPECT_EQ(connection.ask(post("/no", "x")).status, 404);
  EXPECT_TRUE(connection.send(std::string(1000, 'x')));
  let_time_pass();
  // What is sent to a closed socket is answered by a reset, which the next call of send() hears of.
  EXPECT_TRUE(connection.send("x"));
  let_time_pass();
  EXPECT_TRUE(connection.send("x"));
  EXPECT_TRUE(eventually([&] { return !connection.send("x"); }));
}

TEST_F(Deadlines, LastBytesAreThrownAwayForThreeSecondsAtMost) {
  auto connection = client();
  EXPECT_EQ(connection.ask(post("/no", "x")).status, 404);
  EXPECT_TRUE(connection.ended());
  let_time_pass();
  EXPECT_TRUE(connection.send("more"));
  let_time_pass();
  EXPECT_TRUE(connection.send("more"));
  clock.advance(seconds(3));
  // Once the socket is closed, what we send is refused.
  EXPECT_TRUE(eventually([&] { return !connection.send("more"); }));
}

}  // namespace
}  // namespace signet::net
