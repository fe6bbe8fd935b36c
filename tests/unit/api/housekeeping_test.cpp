// SPDX-License-Identifier: Apache-2.0
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

std::int64_t floor_of(Installation& vault) { return vault.services().store.reader()->snapshot()->nonce_floor(); }

TEST(Cleaning, BeginsTenMinutesAfterTheStartAndKeepsTenMinutes) {
  Installation vault;
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(minutes(10) - seconds(1));
  housekeeping.tick();
  EXPECT_EQ(floor_of(vault), 0);
  vault.clock.advance(seconds(1));
  housekeeping.tick();
  EXPECT_EQ(floor_of(vault), to_unix_seconds(vault.clock.now() - minutes(10)));
}

TEST(Cleaning, HappensEverySixtySeconds) {
  Installation vault;
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(minutes(10));
  housekeeping.tick();
  const auto first = floor_of(vault);
  vault.clock.advance(seconds(59));
  housekeeping.tick();
  EXPECT_EQ(floor_of(vault), first);
  vault.clock.advance(seconds(1));
  housekeeping.tick();
  EXPECT_EQ(floor_of(vault), first + 60);
}

TEST(Cleaning, PausesWhenTheClockJumpsAndTheFloorNeverFalls) {
  Installation vault;
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(minutes(10));
  housekeeping.tick();
  const auto floor = floor_of(vault);
  vault.clock.jump(std::chrono::hours(1));
  vault.clock.advance(minutes(1));
  housekeeping.tick();
  EXPECT_EQ(floor_of(vault), floor) << "an hour ahead, perhaps by mistake";
  vault.clock.jump(-std::chrono::hours(2));
  housekeeping.tick();
  vault.clock.advance(minutes(10));
  housekeeping.tick();
  EXPECT_EQ(floor_of(vault), floor) << "an hour behind: the floor stays";
}

TEST(Cleaning, LeavesNoReplayBehind) {
  Installation vault;
  const auto machine = vault.make_machine();
  const auto request = vault.sign(machine, "GET", "/v1/secrets");
  ASSERT_EQ(vault.handle(request).status, 200);
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  vault.clock.advance(minutes(21));
  housekeeping.tick();
  // The clock falls back to where the request was fresh: its nonce is forgotten, so the floor must hold.
  vault.clock.jump(-minutes(21));
  EXPECT_EQ(vault.handle(request).status, 503);
}

TEST(Cleaning, ForgetsRequestIdsAfterADay) {
  Installation vault;
  api::Housekeeping housekeeping(vault.services(), vault.committer());
  const std::string body = R"({"name":"p","requestId":"0123456789abcdef"})";
  ASSERT_EQ(vault.send(vault.root, "POST", vault.vault_path("/projects"), body).status, 201);
  vault.clock.advance(std::chrono::hours(25));
  housekeeping.tick();
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/projects"), body).status, 409)
      << "now it is a new request, and the name is taken";
}

}  // namespace
}  // namespace signet::testing
