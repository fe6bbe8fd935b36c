// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace signet::crypto {
namespace {

TEST(SystemRandom, FillsEveryByte) {
  Bytes seen(64, 0);
  for (int round = 0; round < 20; ++round) {
    Bytes bytes(64);
    system_random().fill(bytes);
    for (std::size_t i = 0; i < bytes.size(); ++i) seen[i] |= bytes[i];
  }
  for (const auto byte : seen) EXPECT_NE(byte, 0);
  system_random().fill({});
}

TEST(SystemRandom, StaysBelowItsBound) {
  std::set<std::uint32_t> seen;
  for (int round = 0; round < 1'000; ++round) seen.insert(system_random().below(5));
  EXPECT_EQ(seen, (std::set<std::uint32_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(system_random().below(1), 0U);
  EXPECT_THROW(static_cast<void>(system_random().below(0)), std::invalid_argument);
}

}  // namespace
}  // namespace signet::crypto
