// SPDX-License-Identifier: Apache-2.0
#include "auth/budget.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace signet::auth {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Budget::Time kStart{5'000'000};
constexpr std::size_t kShort = 64;     // the length of a signature by Ed25519
constexpr std::size_t kLong = 7'856;   // and by SLH-DSA

int taken(Budget& budget, std::string_view subject, Budget::Time now, int tries = 10'000) {
  int got = 0;
  while (got < tries && !budget.take(subject, 1, now)) ++got;
  return got;
}

int checked(CheckBudget& budget, std::string_view address, Budget::Time now, std::size_t signature = kShort) {
  int got = 0;
  while (got < 10'000 && !budget.take(address, signature, now)) ++got;
  return got;
}

TEST(Budget, IsFiveSecondsAtOnceAndThenItsRate) {
  Budget budget(200);
  EXPECT_EQ(taken(budget, "a", kStart), 1'000);
  EXPECT_EQ(budget.take("a", 1, kStart), seconds(1)) << "rounded up";
  EXPECT_EQ(taken(budget, "a", kStart + milliseconds(4)), 0);
  EXPECT_EQ(taken(budget, "a", kStart + milliseconds(5)), 1);
  EXPECT_EQ(taken(budget, "a", kStart + milliseconds(1'005)), 200);
  EXPECT_EQ(taken(budget, "a", kStart + seconds(60)), 1'000) << "and never more than that";
}

TEST(Budget, OfOneIsNotThatOfAnother) {
  Budget budget(1);
  EXPECT_EQ(taken(budget, "a", kStart), 5);
  EXPECT_EQ(taken(budget, "b", kStart), 5);
}

TEST(Budget, OfZeroIsWithoutLimit) {
  Budget budget(0);
  EXPECT_EQ(taken(budget, "a", kStart), 10'000);
}

TEST(Budget, SaysHowLongToWait) {
  Budget budget(1);
  ASSERT_EQ(taken(budget, "a", kStart), 5);
  EXPECT_EQ(budget.take("a", 3, kStart), seconds(3));
  EXPECT_EQ(budget.take("a", 3, kStart + seconds(3)), std::nullopt);
}

TEST(Budget, ThatIsFullGivesMoreThanItHas) {
  Budget budget(1);
  EXPECT_FALSE(budget.take("a", 8, kStart)) << "else nobody could ever have it";
  EXPECT_EQ(budget.take("a", 1, kStart), seconds(4));
}

TEST(Budget, HasWhatWasGivenBack) {
  Budget budget(2);
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_FALSE(budget.take("a", 1, kStart));
    budget.give_back("a", 1, kStart);
  }
  budget.give_back("a", 100, kStart);
  EXPECT_EQ(taken(budget, "a", kStart), 10) << "and no more than full";
}

TEST(Budget, RemembersWhomItVouchedForInAFlood) {
  Budget budget(1);
  budget.vouch("known", kStart + seconds(10));
  for (int i = 0; i < 300'000; ++i) ASSERT_FALSE(budget.take(std::to_string(i), 1, kStart));
  EXPECT_TRUE(budget.is_vouched_for("known", kStart));
  EXPECT_FALSE(budget.is_vouched_for("known", kStart + seconds(10)));
  EXPECT_FALSE(budget.is_vouched_for("1", kStart));
}

TEST(Budget, IsOneForManyThreads) {
  Budget budget(1'000);
  std::atomic<int> got = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { got += taken(budget, "a", kStart); });
  threads.clear();
  EXPECT_EQ(got, 5'000);
}

TEST(CheckBudget, IsSharedByStrangersAndEndsWithEachAddress) {
  CheckBudget checks(2, 6);
  EXPECT_EQ(checked(checks, "a", kStart), 10);
  EXPECT_EQ(checked(checks, "b", kStart), 10);
  EXPECT_EQ(checked(checks, "c", kStart), 10);
  EXPECT_EQ(checked(checks, "d", kStart), 0) << "its own is full, the common one empty";
  EXPECT_EQ(checked(checks, "d", kStart + seconds(1)), 6) << "what the common one refused did not count for its own";
}

TEST(CheckBudget, OfLongSignaturesEndsSooner) {
  CheckBudget checks(8, 0);
  EXPECT_EQ(checked(checks, "a", kStart, kShort), 40);
  EXPECT_EQ(checked(checks, "b", kStart, kLong), 5);
}

TEST(CheckBudget, TakesNoMoreThanEightForOne) {
  CheckBudget checks(8, 0);
  EXPECT_EQ(checked(checks, "a", kStart, 1'000'000), 5);
}

TEST(CheckBudget, IsNotUsedUpByGoodSignatures) {
  CheckBudget checks(1, 1);
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_FALSE(checks.take("a", kLong, kStart));
    checks.give_back("a", kLong, true, kStart);
  }
  EXPECT_EQ(checked(checks, "b", kStart), 5);
}

TEST(CheckBudget, OfStrangersLeavesTheKnownAlone) {
  CheckBudget checks(1, 1);
  ASSERT_FALSE(checks.take("known", kShort, kStart));
  checks.give_back("known", kShort, true, kStart);
  ASSERT_FALSE(checks.take("harmless", kShort, kStart));
  checks.give_back("harmless", kShort, false, kStart);
  EXPECT_EQ(checked(checks, "flood", kStart), 5);
  EXPECT_EQ(checked(checks, "harmless", kStart), 0) << "nobody has authenticated there";
  EXPECT_EQ(checked(checks, "known", kStart), 5) << "what fails there is counted there";
  EXPECT_EQ(checked(checks, "flood", kStart + std::chrono::hours(1)), 5);
  EXPECT_EQ(checked(checks, "known", kStart + std::chrono::hours(1)), 0) << "after an hour it is a stranger again";
}

TEST(CheckBudget, OfZeroIsWithoutLimit) {
  CheckBudget checks(0, 0);
  EXPECT_EQ(checked(checks, "a", kStart, kLong), 10'000);
}

}  // namespace
}  // namespace signet::auth
