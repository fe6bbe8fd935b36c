// SPDX-License-Identifier: Apache-2.0
// The server's clock jumps by an hour, forward and back: nothing that was spent is free again, and all is well when the
// clock is.
#include "faults/faulty_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::testing {
namespace {

using ::testing::AnyOf;

constexpr std::chrono::seconds kHour{3'600};

class FaultyClock : public FaultyVault {
 protected:
  /// All of it: what the server's clock shows, and those of its clients, who sign what it takes.
  std::string at(std::chrono::seconds beside_the_truth) {
    faults.wall = std::chrono::milliseconds(beside_the_truth).count();
    auto signer = by_hand(reader->identity);
    signer.clock_error = beside_the_truth;
    return signer.sign("GET", reader->target());
  }
  /// From an address of its own: one that fails three times is locked out.
  int again(const std::string& request) {
    return ask(request, "127.0.9." + std::to_string(++replays_)).status;
  }

 private:
  int replays_ = 0;
};

TEST_F(FaultyClock, ThatJumpsByAnHourFreesNoNonce) {
  const auto now = at(std::chrono::seconds(0));
  EXPECT_EQ(answered(now).status, 200);
  for (const auto jump : {kHour, -kHour}) {
    const auto meanwhile = at(jump);
    EXPECT_EQ(answered(meanwhile).status, 200) << "nobody who has the same time is kept out";
    EXPECT_THAT(again(now), AnyOf(401, 429));
    ASSERT_TRUE(eventually([&] { return server.log().contains("the clock jumped"); }));
    const auto back = at(std::chrono::seconds(0));
    EXPECT_THAT(again(meanwhile), AnyOf(401, 429));
    EXPECT_EQ(server.stop().code, 0);
    EXPECT_EQ(server.command({"lockout", "clear", "--all"}).code, 0);
    server.start();
    EXPECT_THAT(again(now), AnyOf(401, 429));
    EXPECT_EQ(answered(back).status, 200);
    at(jump);
    EXPECT_THAT(again(meanwhile), AnyOf(401, 429)) << "of the time when it was good, it is spent";
    at(std::chrono::seconds(0));
    EXPECT_EQ(server.stop().code, 0);
    EXPECT_EQ(server.command({"lockout", "clear", "--all"}).code, 0);
    server.start();
  }
  EXPECT_EQ(read(), 200);
  settle_accounts();
}

TEST_F(FaultyClock, ThatJumpsSaysSoToWhoSignedByTheTrueTime) {
  faults.wall = std::chrono::milliseconds(kHour).count();
  const auto stale = answered(a_read());
  EXPECT_EQ(stale.status, 401);
  EXPECT_EQ(stale["X-Signet-Reason"], "stale-timestamp");
  faults.wall = 0;
  EXPECT_EQ(read(), 200);
}

}  // namespace
}  // namespace signet::testing
