// SPDX-License-Identifier: Apache-2.0
#include "process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>

namespace {

using namespace signet::load;

TEST(UsedBy, GrowsWithWhatIsDone) {
  const auto before = used_by(getpid());
  volatile unsigned work = 0;
  while (used_by(getpid()).user_us - before.user_us < 30'000) work = work + 1;
  const auto after = used_by(getpid());
  EXPECT_GE(after.cpu_us - before.cpu_us, 10'000);
  EXPECT_GE(after.cpu_us, before.cpu_us);
  EXPECT_NEAR(after.cpu_us, after.user_us + after.system_us, 100'000);
}

TEST(UsedBy, NobodyIsAnError) { EXPECT_THROW((void)used_by(0x3fff'ffff), std::runtime_error); }

TEST(MemoryOf, PeakIsTheMost) {
  const auto memory = memory_of(getpid());
  EXPECT_GT(memory.resident_mb, 0.1);
  EXPECT_GE(memory.peak_mb, memory.resident_mb);
}

TEST(ReadSyncs, ThreeNumbersOrNothing) {
  const std::string file = testing::TempDir() + "signet-syncs-" + std::to_string(getpid());
  EXPECT_FALSE(read_syncs(file).has_value());
  std::ofstream(file) << "short";
  EXPECT_FALSE(read_syncs(file).has_value());
  const std::uint64_t numbers[] = {7, 8'000, 9};
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(numbers), sizeof numbers);
  const auto syncs = read_syncs(file);
  ASSERT_TRUE(syncs);
  EXPECT_EQ(syncs->count, 7U);
  EXPECT_EQ(syncs->nanoseconds, 8'000U);
  EXPECT_EQ(syncs->written_bytes, 9U);
  std::remove(file.c_str());
}

}  // namespace
