// SPDX-License-Identifier: Apache-2.0
#include "slow_pool.hpp"

#include <utility>

namespace signet::net {

SlowPool::SlowPool(store::Store& store) {
  for (std::size_t i = 0; i < kThreads; ++i) readers_.push_back(store.reader());
  for (const auto& reader : readers_) threads_.emplace_back([this, &mine = *reader] { run(mine); });
}

SlowPool::~SlowPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

bool SlowPool::offer(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (offered_.size() == kQueue) return false;
    offered_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

void SlowPool::add(Job job) {
  {
    const std::lock_guard lock(mutex_);
    added_.push_back(std::move(job));
  }
  changed_.notify_one();
}

// Answers that have begun take turns with requests that wait, so that neither starves the other.
void SlowPool::run(store::Reader& reader) {
  bool added_first = false;
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !offered_.empty() || !added_.empty(); });
      if (stopping_) return;
      added_first = !added_first;
      auto& queue = offered_.empty() || (added_first && !added_.empty()) ? added_ : offered_;
      job = std::move(queue.front());
      queue.pop_front();
    }
    job(reader);
  }
}

}  // namespace signet::net
