// SPDX-License-Identifier: Apache-2.0
// Many at once: one nonce is spent once, one client serves many threads, and a stop in the middle of it all leaves no
// value that was recorded and not delivered.
#include "live_vault.hpp"

#include <gtest/gtest.h>

#include <signal.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>
#include <vector>

namespace signet::testing {
namespace {

class Concurrency : public LiveVault {
 protected:
  Concurrency() { server.start(); }

  /// As many as the trail knows of.
  [[nodiscard]] std::size_t recorded(const std::string& action) const {
    std::size_t count = 0;
    auto owner = vault();
    client::PageRequest page{.limit = 200, .cursor = {}};
    do {
      const auto got = must(owner.audit({.actions = {action}}, page));
      count += got.items.size();
      page.cursor = got.next;
    } while (page.cursor);
    return count;
  }
};

TEST_F(Concurrency, OfTwoHundredCopiesOfARequestExactlyOneIsAnswered) {
  constexpr int kConnections = 50;
  constexpr int kCopiesOnEach = 4;
  const auto reader = make_reader("value");
  const auto request = by_hand(reader.identity).sign("GET", reader.target());
  const auto copies = request + request + request + request;
  std::vector<RawConnection> connections;
  for (int i = 0; i < kConnections; ++i) connections.push_back(connection());
  for (const auto& one : connections) one.send(copies);

  std::map<int, int> statuses;
  for (auto& one : connections)
    for (int i = 0; i < kCopiesOnEach; ++i) ++statuses[one.answer().status];
  EXPECT_EQ(statuses[200], 1);
  EXPECT_GE(statuses[401], 1);
  EXPECT_EQ(statuses[200] + statuses[401] + statuses[429], kConnections * kCopiesOnEach)
      << "each of the others is a replay, or comes from an address that was locked out for them";
  EXPECT_EQ(server.stop().code, 0);
  EXPECT_EQ(server.command({"lockout", "clear", "--all"}).code, 0);
  server.start();
  EXPECT_EQ(recorded("secret_read"), 1U);
}

TEST_F(Concurrency, OneWriteSentByManyHappensOnce) {
  const auto body = std::string(R"({"name":"once","requestId":"0123456789abcdef"})");
  const auto target = in_vault("/projects");
  std::vector<RawConnection> connections;
  for (int i = 0; i < 20; ++i) connections.push_back(connection());
  const auto root = by_hand();
  std::vector<std::string> requests;  // signed anew, as a client that tries again does
  for (int i = 0; i < 20; ++i) requests.push_back(root.sign("POST", target, body));
  for (std::size_t i = 0; i < 20; ++i) connections[i].send(requests[i]);
  std::set<std::string> answers;
  for (auto& one : connections) {
    const auto answer = one.answer();
    EXPECT_EQ(answer.status, 201) << answer.body;
    answers.insert(answer.body);
  }
  EXPECT_EQ(answers.size(), 1U) << "the same answer for all";
  EXPECT_EQ(must(vault().projects()).items.size(), 1U);
}

TEST_F(Concurrency, OneClientServesManyThreads) {
  const auto reader = make_reader("value");
  auto client = open(reader.identity);
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        for (int read = 0; read < 50; ++read) {
          const auto value = client.get(reader.secret);
          if (value && value->value.expose_text() == "value") ++good;
        }
      });
  }
  EXPECT_EQ(good, 400);
  EXPECT_EQ(recorded("secret_read"), 400U);
}

/// What one connection saw, sending a few requests at a time until the server ended it.
struct Seen {
  int values = 0;
  int refused = 0;
  int halves = 0;
};

Seen read_until_the_end(RawConnection line, const RawSigner& machine, const std::string& target,
                        std::atomic<int>& answered) {
  Seen seen;
  while (true) {
    std::string few;
    for (int i = 0; i < 4; ++i) few += machine.sign("GET", target);
    line.send(few);
    for (int i = 0; i < 4; ++i) {
      const auto answer = line.answer();
      if (answer.status == 0) {
        seen.halves += line.cut_off() ? 1 : 0;
        return seen;
      }
      ++answered;
      ++(answer.status == 200 ? seen.values : seen.refused);
    }
  }
}

TEST_F(Concurrency, AStopDuringLoadAnswersWhatItTookAndCutsNothingOff) {
  const auto reader = make_reader("value");
  const auto machine = by_hand(reader.identity);
  std::atomic<int> answered = 0;
  std::vector<Seen> seen(8);
  {
    std::vector<std::jthread> threads;
    for (auto& one : seen)
      threads.emplace_back([&, line = connection()]() mutable {
        one = read_until_the_end(std::move(line), machine, reader.target(), answered);
      });
    EXPECT_TRUE(eventually([&] { return answered > 100; }));
    server.signal(SIGTERM);
  }
  EXPECT_EQ(server.wait().code, 0);
  std::size_t values = 0;
  for (const auto& one : seen) {
    values += static_cast<std::size_t>(one.values);
    EXPECT_EQ(one.halves, 0);
    EXPECT_EQ(one.refused, 0) << "what it did not take it did not answer";
  }
  server.start();
  EXPECT_EQ(recorded("secret_read"), values) << "each value that the trail knows of arrived, and no other";
}

TEST_F(Concurrency, AKillDuringLoadLosesNoRecordOfAValueThatLeft) {
  const auto reader = make_reader("value");
  const auto machine = by_hand(reader.identity);
  std::atomic<int> answered = 0;
  std::vector<Seen> seen(4);
  {
    std::vector<std::jthread> threads;
    for (auto& one : seen)
      threads.emplace_back([&, line = connection()]() mutable {
        one = read_until_the_end(std::move(line), machine, reader.target(), answered);
      });
    EXPECT_TRUE(eventually([&] { return answered > 50; }));
    server.kill();
  }
  std::size_t values = 0;
  for (const auto& one : seen) values += static_cast<std::size_t>(one.values);
  server.start();
  EXPECT_GE(recorded("secret_read"), values);
  EXPECT_EQ(server.stop().code, 0);
}

}  // namespace
}  // namespace signet::testing
