// SPDX-License-Identifier: Apache-2.0
// Looking names up, with a name service that never answers.
#include "name_lookup.hpp"

#include <gtest/gtest.h>

#include <netinet/in.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace signet::outgoing {
namespace {

using Steady = std::chrono::steady_clock;

/// Shared with the look-ups, which may outlive the test.
struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  bool open = false;
  int waiting = 0;

  void pass() {
    std::unique_lock lock(mutex);
    ++waiting;
    changed.notify_all();
    changed.wait(lock, [&] { return open; });
    --waiting;
    changed.notify_all();
  }
  void wait_for(int count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return waiting == count; });
  }
  void let_all_through() {
    std::unique_lock lock(mutex);
    open = true;
    changed.notify_all();
    changed.wait(lock, [&] { return waiting == 0; });
  }
};

struct NameLookups : ::testing::Test {
  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  NameLookup stuck{[gate = gate](const std::string&, std::uint16_t) -> Endpoints {
    gate->pass();
    return std::vector<Endpoint>(1);
  }};
  ~NameLookups() override { gate->let_all_through(); }
};

TEST_F(NameLookups, FindWhatIsThere) {
  const auto found = NameLookup().find("127.0.0.1", 443, Steady::now() + std::chrono::seconds(30), {});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().address.ss_family, AF_INET);
  EXPECT_EQ(reinterpret_cast<const sockaddr_in*>(&found->front().address)->sin_port, htons(443));
}

TEST(LookUp, FindsThisMachineWithoutANameService) {
  const auto found = look_up("localhost", 443);
  ASSERT_TRUE(found) << found.error();
  EXPECT_FALSE(found->empty());
  for (const auto& endpoint : *found) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&endpoint.address);
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&endpoint.address);
    const bool is_v4 = endpoint.address.ss_family == AF_INET;
    EXPECT_TRUE(is_v4 ? v4->sin_addr.s_addr == htonl(INADDR_LOOPBACK) : IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr));
    EXPECT_EQ(is_v4 ? v4->sin_port : v6->sin6_port, htons(443));
  }
}

TEST_F(NameLookups, SayThatAFailureIsOne) {
  NameLookup failing([](const std::string&, std::uint16_t) -> Endpoints { return std::unexpected("no such name"); });
  EXPECT_EQ(failing.find("e.org", 443, Steady::now() + std::chrono::seconds(30), {}).error(), "no such name");
  NameLookup throwing([](const std::string&, std::uint16_t) -> Endpoints { throw std::runtime_error("no memory"); });
  EXPECT_EQ(throwing.find("e.org", 443, Steady::now() + std::chrono::seconds(30), {}).error(),
            "e.org could not be looked up");
}

TEST_F(NameLookups, AreNotWaitedForBeyondTheDeadline) {
  EXPECT_EQ(stuck.find("e.org", 443, Steady::now(), {}).error(), "e.org was not found in time");
}

TEST_F(NameLookups, AreNotWaitedForByWhoStops) {
  std::stop_source stop;
  std::jthread stopper([&] {
    gate->wait_for(1);
    stop.request_stop();
  });
  EXPECT_FALSE(stuck.find("e.org", 443, Steady::now() + std::chrono::hours(1), stop.get_token()));
}

TEST_F(NameLookups, AreSoManyAndNoMore) {
  for (int i = 0; i < NameLookup::kMostUnderWay; ++i) static_cast<void>(stuck.find("e.org", 443, Steady::now(), {}));
  gate->wait_for(NameLookup::kMostUnderWay);
  EXPECT_TRUE(stuck.find("e.org", 443, Steady::now(), {}).error().starts_with("too many names"));
  gate->wait_for(NameLookup::kMostUnderWay);  // that one asked nobody
}

}  // namespace
}  // namespace signet::outgoing
