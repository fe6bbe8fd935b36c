// SPDX-License-Identifier: Apache-2.0
#include "live_server.hpp"

#include <gtest/gtest.h>

#include <future>
#include <string>

namespace signet::net {
namespace {

class Stopping : public LiveServerByHand {
 protected:
  Stopping() {
    options.threads = 1;  // a thread that serves nobody ends at once
    start();
  }
  ~Stopping() override {
    play.gate_open = true;
    if (stopped.valid()) stopped.wait();
  }

  void begin_stop() {
    stopped = std::async(std::launch::async, [this] { server->stop(); });
  }
  bool has_stopped() const { return stopped.wait_for(std::chrono::seconds(5)) == std::future_status::ready; }

  std::future<void> stopped;
};

TEST_F(Stopping, ARequestInProgressIsAnsweredAndItsConnectionClosed) {
  auto connection = client();
  connection.send(get("/held") + get("/echo"));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  begin_stop();
  ASSERT_TRUE(eventually([&] { return !Client().connect_to(server->port()); }));
  let_time_pass();
  EXPECT_TRUE(connection.silent());
  play.gate_open = true;
  const auto reply = connection.reply();
  EXPECT_EQ(reply.body, "GET /held 127.0.0.1 ");
  EXPECT_EQ(reply.header("Connection"), "close");
  EXPECT_TRUE(connection.ended());
  {
    const auto gone = std::move(connection);
  }
  EXPECT_TRUE(has_stopped());
  EXPECT_EQ(play.started, 1);
}

TEST_F(Stopping, ABodyThatIsArrivingMayFinish) {
  auto connection = client();
  connection.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nabc");
  ASSERT_TRUE(eventually([&] { return play.admitted == 1; }));
  begin_stop();
  ASSERT_TRUE(eventually([&] { return !Client().connect_to(server->port()); }));
  EXPECT_EQ(connection.ask("def").body, "POST /echo 127.0.0.1 abcdef");
  EXPECT_TRUE(connection.ended());
  {
    const auto gone = std::move(connection);
  }
  EXPECT_TRUE(has_stopped());
}

TEST_F(Stopping, IdleConnectionsAreClosedAtOnce) {
  auto used = client();
  auto fresh = client();
  EXPECT_EQ(used.ask(get("/echo")).status, 200);
  let_time_pass();
  begin_stop();
  EXPECT_TRUE(has_stopped());
  EXPECT_TRUE(used.ended());
  EXPECT_TRUE(fresh.ended());
}

TEST_F(Stopping, WhatIsNotAnsweredWithinTheGraceTimeIsGivenUp) {
  auto connection = client();
  connection.send(get("/held"));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  begin_stop();
  ASSERT_TRUE(eventually([&] { return !Client().connect_to(server->port()); }));
  let_time_pass();
  clock.advance(std::chrono::milliseconds(9'999));
  let_time_pass();
  EXPECT_TRUE(connection.silent());
  clock.advance(std::chrono::milliseconds(1));
  EXPECT_TRUE(has_stopped());
  server.reset();
  EXPECT_EQ(connection.reply().status, 0);
}

TEST_F(Stopping, TwiceIsAsGoodAsOnce) {
  server->stop();
  server->stop();
  EXPECT_FALSE(Client().connect_to(server->port()));
}

TEST_F(LiveServer, ThatNeverStartedCanBeDestroyed) {
  const Server never_started(options, [](const Wake&) -> std::unique_ptr<Service> { return nullptr; });
  EXPECT_NE(never_started.port(), 0);
}

}  // namespace
}  // namespace signet::net
