// SPDX-License-Identifier: Apache-2.0
#include "store/activity.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct Activity : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("p");
  std::string secret = vault.make_secret(project, "s", "v");
  Signer machine = vault.make_machine();

  void read(int times) {
    for (int i = 0; i < times; ++i) (void)vault.send(machine, "GET", "/v1/secret/" + secret);
  }
  std::int64_t written() {
    return vault.services().store.reader()->snapshot()->activity().count_reads(*MachineId::parse(machine.id),
                                                                              vault.clock.now());
  }
};

TEST_F(Activity, CountsReadsAndIsWrittenByHousekeeping) {
  vault.give(machine, project, secret);
  read(3);
  EXPECT_EQ(written(), 0) << "a read writes no count";
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  housekeeping.tick();
  EXPECT_EQ(written(), 3);
  housekeeping.tick();
  EXPECT_EQ(written(), 3) << "each is written once";
}

TEST_F(Activity, CountsNoDeniedReadAndNoReplay) {
  read(2);
  vault.give(machine, project, secret);
  const auto request = vault.sign(machine, "GET", "/v1/secret/" + secret);
  ASSERT_EQ(vault.handle(request).status, 200);
  ASSERT_EQ(vault.handle(request).status, 401);
  api::Housekeeping(vault.services(), vault.committer()).tick();
  EXPECT_EQ(written(), 1);
}

TEST_F(Activity, OfMoreThanAYearAgoIsForgotten) {
  vault.give(machine, project, secret);
  read(1);
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  housekeeping.tick();
  const auto hour = vault.clock.now();
  const auto count = [&] {
    return vault.services().store.reader()->snapshot()->activity().count_reads(*MachineId::parse(machine.id), hour);
  };
  vault.clock.advance(std::chrono::hours(24 * 400));
  housekeeping.tick();
  EXPECT_EQ(count(), 1);
  vault.clock.advance(std::chrono::hours(1));
  housekeeping.tick();
  EXPECT_EQ(count(), 0);
}

}  // namespace
}  // namespace signet::testing
