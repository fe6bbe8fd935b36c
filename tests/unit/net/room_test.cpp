// SPDX-License-Identifier: Apache-2.0
// What the server has room for: connections, bodies in memory, descriptors.
#include "live_server.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace signet::net {
namespace {

using Room = LiveServer;

/// Waits for a place: the server learns a moment later that a client has gone.
bool is_served(std::uint16_t port, const std::string& from = "127.0.0.1") {
  return Client(port, from).ask(get("/echo")).status == 200;
}

TEST_F(Room, ConnectionsHaveALimitInAll) {
  options.limits.connections = 2;
  start();
  auto first = client("127.0.0.1");
  {
    auto second = client("127.0.0.2");
    EXPECT_EQ(first.ask(get("/echo")).status, 200);
    EXPECT_EQ(second.ask(get("/echo")).status, 200);
    auto third = client("127.0.0.3");
    const auto reply = third.reply();
    EXPECT_EQ(reply.status, 503);
    EXPECT_NE(reply.header("Retry-After"), "(none)");
    EXPECT_EQ(reply.header("Connection"), "close");
    EXPECT_TRUE(third.ended());
  }
  EXPECT_EQ(first.ask(get("/echo")).status, 200);
  EXPECT_TRUE(eventually([&] { return is_served(server->port(), "127.0.0.3"); }));
}

TEST_F(Room, ConnectionsHaveALimitForEachAddress) {
  options.limits.connections_per_address = 2;
  start();
  auto first = client();
  auto second = client();
  EXPECT_EQ(first.ask(get("/echo")).status, 200);
  EXPECT_EQ(second.ask(get("/echo")).status, 200);
  auto third = client();
  EXPECT_EQ(third.ask(get("/echo")).status, 503);
  EXPECT_TRUE(third.ended());
  EXPECT_EQ(client("127.0.0.2").ask(get("/echo")).status, 200);
}

TEST_F(LiveServerByHand, ThoseTurnedAwayHaveALimitTooAndTheRestIsCutOff) {
  options.limits.connections = 1;
  start();
  auto first = client();
  EXPECT_EQ(first.ask(get("/echo")).status, 200);
  std::vector<Client> turned_away;
  for (int i = 0; i < 16; ++i) {
    turned_away.push_back(client());
    EXPECT_EQ(turned_away.back().reply().status, 503);
  }
  EXPECT_EQ(client().reply().status, 0);
  EXPECT_EQ(client("127.0.0.2").reply().status, 503);
  EXPECT_EQ(first.ask(get("/echo")).status, 200);
}

TEST_F(Room, ATrustedProxyMayBringManyConnections) {
  options.limits.connections_per_address = 1;
  options.trusted_proxies = {*Network::parse("127.0.0.1")};
  start();
  auto first = client();
  auto second = client();
  EXPECT_EQ(first.ask(get("/echo")).status, 200);
  EXPECT_EQ(second.ask(get("/echo")).status, 200);
}

TEST_F(Room, BodiesInMemoryHaveALimit) {
  options.limits.bodies_in_flight = 1000;
  start();
  std::vector<Client> waiting;
  for (const int host : {1, 2, 3, 4}) {
    waiting.push_back(client("127.0.0." + std::to_string(host)));
    waiting.back().send(post("/held", std::string(host == 4 ? 50 : 250, 'x')));
  }
  ASSERT_TRUE(eventually([&] { return play.started == 4; }));
  EXPECT_EQ(client("127.0.0.5").ask(post("/echo", std::string(200, 'x'))).status, 200);
  auto refused = client("127.0.0.5");
  EXPECT_EQ(refused.ask(post("/echo", std::string(201, 'x'))).status, 503);
  EXPECT_TRUE(refused.ended());
  EXPECT_EQ(client("127.0.0.5").ask(get("/echo")).status, 200);
  play.gate_open = true;
  for (auto& each : waiting) EXPECT_EQ(each.reply().status, 200);
  EXPECT_EQ(client("127.0.0.5").ask(post("/echo", std::string(250, 'x'))).status, 200);
}

TEST_F(Room, BodiesOfOneAddressAreAQuarterOfIt) {
  options.limits.bodies_in_flight = 1000;
  start();
  auto waiting = client();
  waiting.send(post("/held", std::string(200, 'x')));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  EXPECT_EQ(client().ask(post("/echo", std::string(50, 'x'))).status, 200);
  const auto refused = client().ask(post("/echo", std::string(51, 'x')));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(client("127.0.0.2").ask(post("/echo", std::string(250, 'x'))).status, 200);
  play.gate_open = true;
  EXPECT_EQ(waiting.reply().status, 200);
  EXPECT_EQ(client().ask(post("/echo", std::string(250, 'x'))).status, 200);
}

TEST_F(Room, GoesOnAcceptingAfterItRanOutOfDescriptors) {
  start();
  Client late;  // has its descriptor already when they run out
  const int next_free = open("/dev/null", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(next_free, 0);
  close(next_free);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  auto none_left = before;
  none_left.rlim_cur = static_cast<rlim_t>(next_free);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none_left), 0);
  EXPECT_TRUE(late.connect_to(server->port()));
  EXPECT_TRUE(eventually([&] { return was_logged("cannot accept a connection"); }));
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(late.ask(get("/echo")).status, 200);
}

}  // namespace
}  // namespace signet::net
