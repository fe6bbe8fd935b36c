// SPDX-License-Identifier: Apache-2.0
// The threads for what may take long, so that nothing of it runs where everybody's requests are read and answered.
#pragma once

#include "store/store.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace signet::net {

/// Thread-safe. Its end waits for what is running and drops what is queued.
class SlowPool {
 public:
  using Job = std::move_only_function<void(store::Reader& reader) noexcept>;

  static constexpr std::size_t kThreads = 2;
  static constexpr std::size_t kQueue = 64;

  /// Each thread has a reader of its own.
  explicit SlowPool(store::Store& store);
  ~SlowPool();
  SlowPool(const SlowPool&) = delete;
  SlowPool& operator=(const SlowPool&) = delete;

  /// False: kQueue of them wait already, and this one is dropped.
  [[nodiscard]] bool offer(Job job);
  /// What belongs to an answer that has begun is never refused; whoever adds has one at a time.
  void add(Job job);

 private:
  void run(store::Reader& reader);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> offered_;
  std::deque<Job> added_;
  bool stopping_ = false;
  std::vector<std::unique_ptr<store::Reader>> readers_;
  std::vector<std::thread> threads_;
};

}  // namespace signet::net
