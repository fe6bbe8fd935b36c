// SPDX-License-Identifier: Apache-2.0
#include "mix.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace {

using namespace signet::load;

TEST(Mix, NamesAndWeights) {
  EXPECT_EQ(Mix::parse("read").weights, (std::array{1U, 0U, 0U, 0U}));
  EXPECT_EQ(Mix::parse("failing=5,read=90,write=5").weights, (std::array{90U, 0U, 5U, 5U}));
  EXPECT_TRUE(Mix::parse("list=1").has(Kind::list));
  EXPECT_FALSE(Mix::parse("list=1").has(Kind::write));
}

TEST(Mix, RefusesWhatItCannotRead) {
  for (const auto* text : {"", "reads", "read=", "read=-1", "read=1x", "read=1,", "read=1,read=2", "read=0", "read=1 ",
                           "read=1000001", "=1"})
    EXPECT_THROW((void)Mix::parse(text), std::invalid_argument) << text;
}

TEST(Mix, OrderHoldsEachShareEverywhere) {
  const auto mix = Mix::parse("read=85,list=5,write=7,failing=3");
  const auto kinds = order(mix, 1'000);
  ASSERT_EQ(kinds.size(), 1'000U);
  std::array<double, kKinds> counts{};
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    counts[static_cast<std::size_t>(kinds[i])] += 1;
    for (std::size_t kind = 0; kind < kKinds; ++kind)
      ASSERT_LT(std::abs(counts[kind] - static_cast<double>(i + 1) * mix.weights[kind] / 100), 2) << i << " " << kind;
  }
  EXPECT_EQ(counts, (std::array{850.0, 50.0, 70.0, 30.0}));
}

TEST(Mix, OrderOfOneSortIsThatSort) {
  for (const auto kind : order(Mix::parse("write=3"), 10)) EXPECT_EQ(kind, Kind::write);
  EXPECT_TRUE(order(Mix::parse("write"), 0).empty());
}

}  // namespace
