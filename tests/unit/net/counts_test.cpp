// SPDX-License-Identifier: Apache-2.0
// What is counted over all connections, and the buffer of one.
#include "body_budget.hpp"
#include "connection_limit.hpp"
#include "input_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace signet::net {
namespace {

const Address kHere = *Address::parse("192.0.2.1");
const Address kThere = *Address::parse("192.0.2.2");

TEST(ConnectionLimit, CountsInAll) {
  ConnectionLimit limit(2, 10);
  const auto first = limit.take(kHere, false);
  auto second = limit.take(kThere, false);
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(limit.take(kHere, false));
  EXPECT_FALSE(limit.take(kHere, true));
  second.reset();
  EXPECT_TRUE(limit.take(kHere, false));
}

TEST(ConnectionLimit, CountsEachAddress) {
  ConnectionLimit limit(10, 1);
  auto first = limit.take(kHere, false);
  EXPECT_TRUE(first);
  EXPECT_FALSE(limit.take(kHere, false));
  EXPECT_TRUE(limit.take(kThere, false));
  first.reset();
  EXPECT_TRUE(limit.take(kHere, false));
}

TEST(ConnectionLimit, CountsATrustedProxyInAllOnly) {
  ConnectionLimit limit(3, 1);
  std::vector<ConnectionLimit::Ticket> tickets;
  for (int i = 0; i < 3; ++i) tickets.push_back(limit.take(kHere, true).value());
  EXPECT_FALSE(limit.take(kHere, true));
}

TEST(ConnectionLimit, CountsAnIpv6NetworkAsOne) {
  ConnectionLimit limit(10, 1);
  const auto first = limit.take(*Address::parse("2001:db8:1:2::1"), false);
  EXPECT_FALSE(limit.take(*Address::parse("2001:db8:1:2:ffff::2"), false));
  EXPECT_TRUE(limit.take(*Address::parse("2001:db8:1:3::1"), false));
}

TEST(BodyBudget, IsSharedAndGivenBack) {
  BodyBudget budget(100);
  BodyBudget::Share first(budget, *Address::parse("192.0.2.1")), second(budget, *Address::parse("192.0.2.2")),
      third(budget, *Address::parse("192.0.2.3"));
  for (auto* share : {&first, &second, &third}) EXPECT_TRUE(share->grow_to(25));
  {
    BodyBudget::Share fourth(budget, *Address::parse("192.0.2.4"));
    EXPECT_TRUE(fourth.grow_to(25));
    BodyBudget::Share fifth(budget, *Address::parse("192.0.2.5"));
    EXPECT_FALSE(fifth.grow_to(1));
  }
  BodyBudget::Share sixth(budget, *Address::parse("192.0.2.6"));
  EXPECT_TRUE(sixth.grow_to(24));
  EXPECT_TRUE(sixth.grow_to(25));
  first.give_back();
  BodyBudget::Share seventh(budget, *Address::parse("192.0.2.7"));
  EXPECT_TRUE(seventh.grow_to(25));
}

TEST(BodyBudget, GivesOneAddressAQuarter) {
  constexpr std::size_t kMiB = 1024 * 1024;
  BodyBudget budget(64 * kMiB);
  const auto one = *Address::parse("192.0.2.1");
  auto first = std::make_unique<BodyBudget::Share>(budget, one);
  BodyBudget::Share second(budget, one), next(budget, one), other(budget, *Address::parse("192.0.2.2"));
  EXPECT_TRUE(first->grow_to(8 * kMiB));
  EXPECT_TRUE(second.grow_to(8 * kMiB));
  EXPECT_FALSE(next.grow_to(1));
  EXPECT_FALSE(next.grow_to(1)) << "asking again does not help";
  next.give_back();
  EXPECT_TRUE(other.grow_to(8 * kMiB));
  first.reset();
  EXPECT_TRUE(next.grow_to(8 * kMiB));
  EXPECT_FALSE(next.grow_to(8 * kMiB + 1));
}

TEST(BodyBudget, CountsAnIpv6NetworkAsOne) {
  BodyBudget budget(100);
  BodyBudget::Share one(budget, *Address::parse("2001:db8:1:2::1"));
  BodyBudget::Share same(budget, *Address::parse("2001:db8:1:2:ffff::2"));
  BodyBudget::Share other(budget, *Address::parse("2001:db8:1:3::1"));
  EXPECT_TRUE(one.grow_to(25));
  EXPECT_FALSE(same.grow_to(1));
  EXPECT_TRUE(other.grow_to(25));
}

void put(InputBuffer& buffer, std::string_view text) {
  while (!text.empty()) {
    const auto space = buffer.space();
    const auto count = std::min(space.size(), text.size());
    std::copy_n(text.begin(), count, space.begin());
    buffer.filled(count);
    text.remove_prefix(count);
  }
}

TEST(InputBuffer, KeepsBytesInOrderWhileItGrows) {
  InputBuffer buffer;
  EXPECT_TRUE(buffer.view().empty());
  std::string all;
  for (int i = 0; all.size() < 100'000; ++i) {
    put(buffer, std::to_string(i) + ",");
    all += std::to_string(i) + ",";
    if (i % 3 == 0) {
      buffer.consume(5);
      all.erase(0, 5);
    }
    ASSERT_EQ(buffer.view(), all);
    if (i % 1000 == 999) {
      buffer.consume(all.size());
      all.clear();
    }
    if (i > 30'000) break;
  }
  EXPECT_EQ(buffer.view(), all);
}

TEST(InputBuffer, WipesWhatWasTaken) {
  InputBuffer buffer;
  put(buffer, "secret and more");
  const auto* const memory = buffer.view().data();
  buffer.consume(7);
  EXPECT_EQ(std::string(memory, 7), std::string(7, '\0'));
  EXPECT_EQ(buffer.view(), "and more");
}

}  // namespace
}  // namespace signet::net
