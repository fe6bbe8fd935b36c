// SPDX-License-Identifier: Apache-2.0
// The writer thread and its queue.
#pragma once

#include "sqlite/group.hpp"
#include "store/store.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace signet::store {

class SqliteCommitter final : public Committer {
 public:
  /// `released` is called when it is destroyed, after the thread has ended.
  SqliteCommitter(const std::filesystem::path& file, ChangeCount& changes, Visits& visits, LiveNonces& nonces,
                  CommitterOptions options, std::function<void()> released);
  ~SqliteCommitter() override;

  [[nodiscard]] std::vector<std::unique_ptr<Task>> submit(std::vector<std::unique_ptr<Task>> tasks) override;
  [[nodiscard]] std::unique_ptr<Task> withdraw(const Task* task) override;
  [[nodiscard]] std::size_t queued() const override;
  void stop() override;

 private:
  void write_groups();
  [[nodiscard]] Tasks next_group();
  void report(std::size_t members, std::chrono::steady_clock::time_point since) const;

  const CommitterOptions options_;
  const std::function<void()> released_;
  Connection db_;
  WriterState state_;
  GroupCommit group_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Task>> queue_;  // the heavy ones are in the other
  std::deque<std::unique_ptr<Task>> heavy_;
  bool was_heavy_ = false;  // the last group
  bool stopping_ = false;
  std::thread::id writer_;
  std::once_flag joined_;
  std::thread thread_;  // last: it uses everything above
};

}  // namespace signet::store
