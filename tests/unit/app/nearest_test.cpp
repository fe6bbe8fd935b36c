// SPDX-License-Identifier: Apache-2.0
#include "nearest.hpp"

#include <gtest/gtest.h>

namespace signet::app {
namespace {

TEST(Nearest, CountsLettersPutInLeftOutChangedAndSwapped) {
  EXPECT_EQ(distance("", ""), 0U);
  EXPECT_EQ(distance("", "abc"), 3U);
  EXPECT_EQ(distance("port", "port"), 0U);
  EXPECT_EQ(distance("pot", "port"), 1U);
  EXPECT_EQ(distance("sport", "port"), 1U);
  EXPECT_EQ(distance("part", "port"), 1U);
  EXPECT_EQ(distance("prot", "port"), 1U);
  EXPECT_EQ(distance("kitten", "sitting"), 3U);
}

TEST(Nearest, IsAtMostTwoStepsAway) {
  EXPECT_EQ(find_nearest("prt", {"port", "part-time"}), "port");
  EXPECT_EQ(find_nearest("prrot", {"port"}), "port");
  EXPECT_FALSE(find_nearest("prrrot", {"port"}));
  EXPECT_FALSE(find_nearest("port", {}));
}

}  // namespace
}  // namespace signet::app
