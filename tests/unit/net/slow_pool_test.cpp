// SPDX-License-Identifier: Apache-2.0
// The slow threads: how much waits for them, in which order, and what happens to results that nobody waits for.
#include "slow_calls.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>

namespace signet::net {
namespace {

struct FakeReader final : store::Reader {
  std::unique_ptr<store::Snapshot> snapshot() override { return nullptr; }
};

struct FakeStore final : store::Store {
  std::unique_ptr<store::Reader> reader() override {
    ++readers;
    return std::make_unique<FakeReader>();
  }
  std::unique_ptr<store::Committer> committer(store::CommitterOptions) override { return nullptr; }
  std::size_t readers = 0;
};

struct SlowPoolTest : testing::Test {
  ~SlowPoolTest() override { open_gate(); }

  /// Keeps all threads busy until the gate opens.
  void fill_threads() {
    for (std::size_t i = 0; i < SlowPool::kThreads; ++i)
      ASSERT_TRUE(pool->offer([this](store::Reader&) noexcept {
        ++busy;
        opened.wait();
      }));
    while (busy < static_cast<int>(SlowPool::kThreads)) std::this_thread::yield();
  }
  void open_gate() {
    if (!std::exchange(is_open, true)) gate.set_value();
  }

  FakeStore store;
  std::promise<void> gate;
  std::shared_future<void> opened = gate.get_future().share();
  bool is_open = false;
  std::atomic<int> busy = 0;
  std::shared_ptr<SlowPool> pool = std::make_shared<SlowPool>(store);
};

TEST_F(SlowPoolTest, HasAReaderForEachThread) { EXPECT_EQ(store.readers, SlowPool::kThreads); }

TEST_F(SlowPoolTest, TakesNoMoreThanItsQueueHolds) {
  fill_threads();
  std::atomic<int> done = 0;
  const auto job = [&done](store::Reader&) noexcept { ++done; };
  for (std::size_t i = 0; i < SlowPool::kQueue; ++i) EXPECT_TRUE(pool->offer(job));
  EXPECT_FALSE(pool->offer(job));
  pool->add(job);  // of an answer that has begun
  open_gate();
  while (done < static_cast<int>(SlowPool::kQueue) + 1) std::this_thread::yield();
  EXPECT_TRUE(pool->offer(job));
}

TEST_F(SlowPoolTest, AtItsEndWaitsForWhatRunsAndKeepsNothing) {
  fill_threads();
  auto alive = std::make_shared<int>(0);
  ASSERT_TRUE(pool->offer([alive](store::Reader&) noexcept {}));
  auto ended = std::async(std::launch::async, [this] { pool.reset(); });
  EXPECT_EQ(ended.wait_for(std::chrono::milliseconds(1)), std::future_status::timeout);
  open_gate();
  ended.wait();
  EXPECT_EQ(alive.use_count(), 1);
}

TEST_F(SlowPoolTest, ResultsComeInATurnOfTheirThread) {
  std::atomic<int> wakes = 0;
  SlowCalls<std::string> calls(pool, [&] { ++wakes; });
  std::string taken;
  EXPECT_FALSE(calls.offer([](store::Reader&) noexcept { return std::string("a"); },
                           [&](std::string result) noexcept { taken += result; }));
  while (wakes < 1) std::this_thread::yield();
  EXPECT_EQ(taken, "");
  calls.turn();
  EXPECT_EQ(taken, "a");
}

TEST_F(SlowPoolTest, WithoutRoomTheTakerComesBack) {
  fill_threads();
  SlowCalls<std::string> calls(pool, [] {});
  const auto work = [](store::Reader&) noexcept { return std::string("a"); };
  int taken = 0;
  const auto taker = [&](std::string) noexcept { ++taken; };
  for (std::size_t i = 0; i < SlowPool::kQueue; ++i) EXPECT_FALSE(calls.offer(work, taker));
  auto back = calls.offer(work, taker);
  ASSERT_TRUE(back);
  back("refused");
  EXPECT_EQ(taken, 1);
}

TEST_F(SlowPoolTest, ResultsAfterTheEndOfTheirThreadAreDropped) {
  fill_threads();
  std::atomic<int> wakes = 0;
  auto content = std::make_shared<int>(0);
  auto calls = std::make_unique<SlowCalls<std::shared_ptr<int>>>(pool, [&] { ++wakes; });
  EXPECT_FALSE(calls->offer([content](store::Reader&) noexcept { return content; },
                            [](const std::shared_ptr<int>&) noexcept { FAIL(); }));
  calls.reset();
  open_gate();
  pool.reset();
  EXPECT_EQ(wakes, 0);
  EXPECT_EQ(content.use_count(), 1);
}

}  // namespace
}  // namespace signet::net
