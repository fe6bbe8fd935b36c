// SPDX-License-Identifier: Apache-2.0
// A connection whose request takes long: it may go away, and what it sends meanwhile is for later.
#include "live_server.hpp"

#include <string>
#include <thread>

namespace signet::net {
namespace {

class Waiting : public LiveServerByHand {
 protected:
  Waiting() {
    options.threads = 1;
    options.limits.bodies_in_flight = 1'000;
    start();
  }
};

TEST_F(Waiting, IsAnsweredLikeAnyOther) {
  auto connection = client();
  connection.send(get("/patient"));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  let_time_pass();
  EXPECT_TRUE(connection.silent());
  play.gate_open = true;
  EXPECT_EQ(connection.reply().body, "GET /patient 127.0.0.1 ");
  EXPECT_EQ(connection.ask(get("/echo")).body, "GET /echo 127.0.0.1 ");
  EXPECT_EQ(connection.ask(get("/patient")).body, "GET /patient 127.0.0.1 ");
  EXPECT_EQ(play.hurried, 0);
}

TEST_F(Waiting, OutlastsEveryDeadlineOfTheConnection) {
  auto connection = client();
  connection.send(get("/patient"));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  clock.advance(std::chrono::hours(1));
  let_time_pass();
  EXPECT_TRUE(connection.silent());
  play.gate_open = true;
  EXPECT_EQ(connection.reply().status, 200);
  EXPECT_EQ(connection.ask(get("/echo")).status, 200);
  let_time_pass();
  clock.advance(std::chrono::hours(1));
  EXPECT_TRUE(connection.ended()) << "idle connections end as ever";
}

TEST_F(Waiting, ForNobodyIsHurried) {
  {
    const auto connection = client();
    connection.send(get("/patient"));
    ASSERT_TRUE(eventually([&] { return play.started == 1; }));
    let_time_pass();
    EXPECT_EQ(play.hurried, 0);
  }
  EXPECT_TRUE(eventually([&] { return play.hurried == 1; }));
  play.gate_open = true;
}

TEST_F(Waiting, OfAClientThatWillNotSendMoreIsHurriedAndAnswered) {
  auto connection = client();
  connection.send(get("/patient"));
  connection.end_sending();
  EXPECT_TRUE(eventually([&] { return play.hurried == 1; }));
  play.gate_open = true;
  EXPECT_EQ(connection.reply().status, 200);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Waiting, KeepsWhatIsSentMeanwhile) {
  auto connection = client();
  connection.send(get("/patient"));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  const auto next = get("/echo");
  connection.send(next.substr(0, 7));
  let_time_pass();
  EXPECT_EQ(play.hurried, 0);
  play.gate_open = true;
  EXPECT_EQ(connection.reply().body, "GET /patient 127.0.0.1 ");
  EXPECT_EQ(connection.ask(next.substr(7)).body, "GET /echo 127.0.0.1 ");
}

TEST_F(Waiting, GivesTheRoomOfItsBodyBack) {
  const std::string body(200, 'b');  // not twice in what one address may have
  auto first = client(), second = client();
  first.send(post("/patient", body));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  EXPECT_EQ(second.ask(post("/echo", body)).status, 200);
  play.gate_open = true;
  EXPECT_EQ(first.reply().status, 200);
}

TEST_F(Waiting, EndsWithTheServer) {
  auto connection = client();
  connection.send(get("/patient"));
  ASSERT_TRUE(eventually([&] { return play.started == 1; }));
  std::thread stopping([&] { server->stop(); });
  EXPECT_TRUE(eventually([&] { return play.stopped == 1; }));
  play.gate_open = true;
  EXPECT_EQ(connection.reply().header("Connection"), "close");
  EXPECT_TRUE(connection.ended());
  {
    const auto gone = std::move(connection);
  }
  stopping.join();
}

}  // namespace
}  // namespace signet::net
