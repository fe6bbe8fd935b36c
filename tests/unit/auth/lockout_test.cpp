// SPDX-License-Identifier: Apache-2.0
#include "auth/lockout.hpp"
#include "auth/refusals.hpp"

#include <gtest/gtest.h>

namespace signet::auth {
namespace {

using Scope = Lockout::Scope;
const Instant kStart = from_millis(1'790'000'000'000);

TEST(LockoutTable, KeepsItsNewestRowsWhenFull) {
  Lockout lockout({.most_rows = 1'000}, {});
  for (int i = 0; i < 3; ++i) (void)lockout.count_failure(Scope::address, "locked", kStart + std::chrono::hours(1));
  for (int i = 0; i < 5'000; ++i)
    (void)lockout.count_failure(Scope::address, std::to_string(i), kStart + std::chrono::milliseconds(i));
  EXPECT_TRUE(lockout.locked_for(Scope::address, "locked", kStart + std::chrono::hours(1)))
      << "what is locked longest is not what a flood pushes out";
  EXPECT_FALSE(lockout.count_failure(Scope::address, "4999", kStart + std::chrono::seconds(5)).locked_now);
  EXPECT_TRUE(lockout.count_failure(Scope::address, "4999", kStart + std::chrono::seconds(5)).locked_now);
}

TEST(LockoutTable, KeepsScopesApart) {
  Lockout lockout({}, {});
  for (int i = 0; i < 3; ++i) (void)lockout.count_failure(Scope::address, "x", kStart);
  EXPECT_TRUE(lockout.locked_for(Scope::address, "x", kStart));
  EXPECT_FALSE(lockout.locked_for(Scope::identity, "x", kStart));
}

TEST(LockoutTable, GoesOnFromItsRows) {
  Lockout lockout({}, {{Scope::identity, "x", {to_millis(kStart), to_millis(kStart)}, 0},
                       {Scope::identity, "y", {}, to_millis(kStart) + 1'500}});
  EXPECT_TRUE(lockout.count_failure(Scope::identity, "x", kStart).locked_now);
  EXPECT_EQ(lockout.locked_for(Scope::identity, "y", kStart), std::chrono::seconds(2));
  lockout.clear(Scope::identity, "y");
  EXPECT_FALSE(lockout.locked_for(Scope::identity, "y", kStart));
}

TEST(RefusalSummary, NamesReasonsAndTheBusiestAddresses) {
  Refusals refusals;
  EXPECT_FALSE(refusals.drain("inst"));
  for (int i = 0; i < 12; ++i)
    for (int n = 0; n <= i; ++n) refusals.summarise(i % 2 ? "locked out" : "bad signature", "a" + std::to_string(i));
  const auto event = refusals.drain("inst");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->detail, "bad signature: 36, locked out: 42; most from a11 (12) a10 (11) a9 (10) a8 (9) a7 (8)");
  EXPECT_FALSE(refusals.drain("inst"));
}

TEST(RefusalSummary, LeavesRoomForOneUncountedRecordASecondOfAnAddress) {
  Refusals refusals;
  EXPECT_TRUE(refusals.may_record_uncounted(kStart, "a"));
  EXPECT_FALSE(refusals.may_record_uncounted(kStart, "a"));
  EXPECT_TRUE(refusals.may_record_uncounted(kStart, "b"));
  for (int i = 2; i < 100; ++i) EXPECT_TRUE(refusals.may_record(kStart));
  EXPECT_FALSE(refusals.may_record(kStart));
  EXPECT_FALSE(refusals.may_record_uncounted(kStart, "c")) << "both are of the same hundred";
  EXPECT_TRUE(refusals.may_record_uncounted(kStart + std::chrono::seconds(1), "a"));
}

TEST(RefusalSummary, BoundsItsMemory) {
  Refusals refusals;
  for (int i = 0; i < 30'000; ++i) refusals.summarise("locked out", "a" + std::to_string(i));
  EXPECT_NE(refusals.drain("inst")->detail.find("others (20000)"), std::string::npos);
}

}  // namespace
}  // namespace signet::auth
