// SPDX-License-Identifier: Apache-2.0
// Connections that cost a server more than they ask: slow ones, silent ones, ten thousand, and more than it has file
// descriptors for. Honest clients are answered within the bound meanwhile, and the place is free again afterwards.
#include "faults/faulty_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace signet::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using std::chrono::milliseconds;
using std::chrono::seconds;

// What is told of in the server's own limits, and a second more for the sweep that enforces them.
constexpr seconds kHeadTakesAtMost{11};
constexpr seconds kBodyTakesAtMost{31};
constexpr seconds kIdleAtMost{76};

class Connections : public FaultyVault {
 protected:
  /// Each of these machines has fewer than may come from one address.
  [[nodiscard]] std::vector<RawConnection> open_many(std::size_t count) const {
    std::vector<RawConnection> all;
    all.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto host = i / 200;
      all.push_back(connection("127.1." + std::to_string(host / 250) + "." + std::to_string(host % 250 + 1)));
    }
    return all;
  }
  /// For the server, not for the test.
  void wait(seconds time) { faults.monotonic += milliseconds(time).count(); }

  [[nodiscard]] double memory_mb() const {
    std::ifstream status("/proc/" + std::to_string(server.process()) + "/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1'024;
    return 0;
  }
};

TEST_F(Connections, ThatSendTheirHeadersSlowlyAreGivenUp) {
  auto slow = open_many(500);
  const auto request = a_read();
  for (const auto& one : slow) one.send(std::string_view(request).substr(0, request.size() / 2));
  EXPECT_EQ(read(), 200);
  for (std::size_t byte = 0; byte < 3; ++byte) {
    wait(seconds(4));
    const auto next = std::string_view(request).substr(request.size() / 2 + byte, 1);
    for (const auto& one : slow) one.send(next);
    EXPECT_EQ(read(), 200);
  }
  for (auto& one : slow) {
    EXPECT_EQ(one.answer().status, 408) << "a byte now and then does not prolong it";
    EXPECT_TRUE(one.ended());
  }
  EXPECT_EQ(read(), 200);
  settle_accounts();
}

TEST_F(Connections, ThatSendTheirBodiesSlowlyAreGivenUp) {
  auto slow = open_many(200);
  const auto body = R"({"name":")" + std::string(20'000, 'x') + R"("})";
  const auto request = by_hand().sign("POST", in_vault("/projects"), body);
  for (const auto& one : slow) one.send(std::string_view(request).substr(0, request.size() - 10'000));
  EXPECT_EQ(read(), 200);
  EXPECT_EQ(write("meanwhile"), 201);
  wait(kHeadTakesAtMost);
  for (const auto& one : slow) one.send("xx");
  EXPECT_EQ(read(), 200);
  wait(kBodyTakesAtMost - kHeadTakesAtMost);
  for (auto& one : slow) {
    EXPECT_EQ(one.answer().status, 408);
    EXPECT_TRUE(one.ended());
  }
  EXPECT_EQ(must(vault().projects()).items.size(), 2U);
  settle_accounts();
}

TEST_F(Connections, WhoseOtherEndIsHalfOpenAreAnsweredAndClosed) {
  auto closed_half = connection();
  closed_half.send(a_read());
  closed_half.end_sending();
  EXPECT_EQ(closed_half.answer().status, 200) << "who sends no more may still listen";
  EXPECT_TRUE(closed_half.ended());
  auto cut_off = connection();
  cut_off.send(a_read().substr(0, 50));
  cut_off.end_sending();
  EXPECT_TRUE(cut_off.ended());

  // Of a peer that vanished nothing is ever heard again, not even its end.
  auto vanished = connection();
  EXPECT_EQ(vanished.ask(a_read()).status, 200);
  auto never_spoke = connection();
  EXPECT_EQ(read(), 200) << "which is taken after it";
  wait(kHeadTakesAtMost);
  EXPECT_EQ(never_spoke.answer().status, 408);
  EXPECT_TRUE(never_spoke.ended());
  EXPECT_EQ(read(), 200);
  wait(kIdleAtMost - kHeadTakesAtMost);
  EXPECT_TRUE(vanished.ended());
  settle_accounts();
}

TEST_F(Connections, TenThousandIdleOnesKeepNobodyWaiting) {
  constexpr std::size_t kWanted = 10'000;
  constexpr std::size_t kOwnFiles = 300;
  constexpr double kKilobytesEach = KILOBYTES_FOR_A_CONNECTION;  // sanitizers take more
  rlimit files{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = std::min<rlim_t>(files.rlim_max, kWanted + kOwnFiles);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &files), 0);
  const auto count = std::min<std::size_t>(kWanted, files.rlim_cur - kOwnFiles);
  if (count < kWanted) std::cout << "this machine's limit of open files is " << files.rlim_max << '\n';

  const auto before = memory_mb();
  auto idle = open_many(count);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(read(), 200);
  EXPECT_EQ(write("beside them"), 201);
  const auto grown = memory_mb() - before;
  std::cout << count << " idle connections: " << grown << " MB\n";
  EXPECT_LT(grown, static_cast<double>(count) * kKilobytesEach / 1'024);

  wait(kHeadTakesAtMost);
  for (auto& one : idle) {
    EXPECT_EQ(one.answer().status, 408);
    EXPECT_TRUE(one.ended());
  }
  EXPECT_EQ(read(), 200);
  settle_accounts();
}

TEST_F(Connections, BeyondTheFileDescriptorsWaitAndTheOthersAreServed) {
  constexpr rlim_t kFew = 60;
  auto kept = connection();
  ASSERT_EQ(kept.ask(a_read()).status, 200);
  const rlimit few{kFew, kFew};
  ASSERT_EQ(prlimit(server.process(), RLIMIT_NOFILE, &few, nullptr), 0);
  {
    const auto all = open_many(2 * kFew);
    ASSERT_TRUE(eventually([&] { return server.log().contains("cannot accept a connection"); }));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(kept.ask(a_read()).status, 200);
    EXPECT_EQ(kept.ask(by_hand().sign("GET", in_vault("/audit"))).status, 200)
        << "nor does slow work need another file: " << server.log();
    EXPECT_EQ(kept.ask(by_hand().sign("POST", in_vault("/projects"), R"({"name":"meanwhile"})")).status, 201);
  }
  received += 4;
  EXPECT_EQ(read(2 * kBound), 200) << "those that waited in front of it are gone";
  EXPECT_EQ(read(), 200);
  settle_accounts();
}

}  // namespace
}  // namespace signet::testing
