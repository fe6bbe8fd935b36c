// SPDX-License-Identifier: Apache-2.0
// Reads that wait to be written: of many machines by turns, so that none waits for ever.
#include "audit/read_tally.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signet::audit {
namespace {

const Instant kNow = from_millis(1'790'000'000'000);

MachineId machine(char name) { return *MachineId::parse(std::string("00000000-0000-4000-8000-00000000000") + name); }

struct Tally : ::testing::Test {
  ReadTally tally;

  void count(const std::string& names) {
    for (const auto name : names) tally.count(*VaultId::parse("vault_aaaaaaaaaaaaaaaa"), machine(name), kNow);
  }
  std::string drain(std::size_t most) {
    std::string names;
    for (const auto& reads : tally.drain(most)) names += reads.machine.str().back() + std::to_string(reads.reads);
    return names;
  }
};

TEST_F(Tally, IsDrainedByTurns) {
  count("abbcde");
  EXPECT_EQ(drain(2), "a1b2");
  count("aab");  // who reads without end
  EXPECT_EQ(drain(2), "c1d1");
  count("cf");
  EXPECT_EQ(drain(3), "e1f1a2");
  EXPECT_EQ(drain(9), "b1c1");
  EXPECT_EQ(drain(9), "");
}

TEST_F(Tally, IsOfOneMachineAndHourOneRow) {
  count("aaa");
  tally.count(*VaultId::parse("vault_aaaaaaaaaaaaaaaa"), machine('a'), kNow + std::chrono::hours(1), 5);
  EXPECT_EQ(drain(1), "a3");
  EXPECT_EQ(drain(1), "a5");
}

}  // namespace
}  // namespace signet::audit
