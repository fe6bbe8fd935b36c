// SPDX-License-Identifier: Apache-2.0
// What is counted over all connections, and the buffer of one.
#include "body_budget.hpp"
#include "connection_limit.hpp"
#include "input_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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
  BodyBudget::Share one(budget);
  EXPECT_TRUE(one.grow_to(60));
  {
    BodyBudget::Share other(budget);
    EXPECT_TRUE(other.grow_to(40));
    EXPECT_FALSE(other.grow_to(41));
  }
  BodyBudget::Share third(budget);
  EXPECT_FALSE(third.grow_to(41));
  one.give_back();
  EXPECT_TRUE(third.grow_to(100));
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
