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
  EXPECT_FALSE(lockout.count_failure(Scope::address, "4999", kStart + std::chrono::seconds(5)));
  EXPECT_TRUE(lockout.count_failure(Scope::address, "4999", kStart + std::chrono::seconds(5)));
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
  EXPECT_TRUE(lockout.count_failure(Scope::identity, "x", kStart));
  EXPECT_EQ(lockout.locked_for(Scope::identity, "y", kStart), std::chrono::seconds(2));
  lockout.clear(Scope::identity, "y");
  EXPECT_FALSE(lockout.locked_for(Scope::identity, "y", kStart));
}

TEST(LockoutTable, GivesItsRowsAsTheyAre) {
  Lockout lockout({}, {});
  EXPECT_TRUE(lockout.row_of(Scope::address, "b").is_empty());
  for (const auto* address : {"b", "a", "b", "b"}) (void)lockout.count_failure(Scope::address, address, kStart);
  (void)lockout.count_failure(Scope::identity, "a", kStart);
  EXPECT_EQ(lockout.row_of(Scope::address, "b").locked_until, to_millis(kStart + std::chrono::minutes(30)));
  std::string order;
  for (const auto& row : lockout.rows()) order += row.scope == Scope::address ? row.subject : "id " + row.subject;
  EXPECT_EQ(order, "abid a");
}

TEST(RefusalSummary, NamesReasonsAndTheBusiestAddresses) {
  Refusals refusals;
  EXPECT_FALSE(refusals.drain("inst"));
  for (int i = 0; i < 12; ++i)
    for (int n = 0; n <= i; ++n) refusals.summarise(i % 2 ? "locked out" : "bad signature", "a" + std::to_string(i));
  const auto event = refusals.drain("inst");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->event.detail,
            "bad signature: 36, locked out: 42; most from a11 (12) a10 (11) a9 (10) a8 (9) a7 (8)");
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

TEST(RefusalSummary, CountsAgainWhatCouldNotBeWritten) {
  Refusals refusals;
  refusals.summarise("locked out", "a");
  const auto lost = refusals.drain("inst");
  ASSERT_TRUE(lost);
  refusals.summarise("locked out", "b");
  refusals.restore(*lost);
  EXPECT_EQ(refusals.drain("inst")->event.detail, "locked out: 2; most from a (1) b (1)");
  EXPECT_FALSE(refusals.drain("inst"));
}

TEST(RefusalSummary, BoundsItsMemory) {
  Refusals refusals;
  for (int i = 0; i < 30'000; ++i) refusals.summarise("locked out", "a" + std::to_string(i));
  EXPECT_NE(refusals.drain("inst")->event.detail.find("others (20000)"), std::string::npos);
}

}  // namespace
}  // namespace signet::auth
