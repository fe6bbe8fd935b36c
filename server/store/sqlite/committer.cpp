// SPDX-License-Identifier: Apache-2.0
#include "sqlite/committer.hpp"

#include <algorithm>
#include <iterator>

namespace signet::store {
namespace {

// A longer group does not save another fsync worth having, and its first member waits for its last.
constexpr std::size_t kLargestGroup = 256;

/// Those that may not use the reserve of a full disk.
void turn_away(Tasks& group) {
  const auto others = std::ranges::stable_partition(group, [](const auto& task) { return task->may_use_reserve(); });
  for (const auto& task : others) task->done(Outcome::failed);
  group.erase(others.begin(), others.end());
}

}  // namespace

SqliteCommitter::SqliteCommitter(const std::filesystem::path& file, ChangeCount& changes, Visits& visits,
                                 LiveNonces& nonces, CommitterOptions options, std::function<void()> released)
    : options_(std::move(options)),
      released_(std::move(released)),
      db_(file, Connection::Use::write),
      state_(db_, visits, nonces),
      group_(db_, state_, changes),
      thread_([this] { write_groups(); }) {}

SqliteCommitter::~SqliteCommitter() {
  stop();
  released_();
}

std::vector<std::unique_ptr<Task>> SqliteCommitter::submit(std::vector<std::unique_ptr<Task>> tasks) {
  {
    const std::lock_guard lock(mutex_);
    const auto room = stopping_ ? 0 : options_.queue - std::min(queue_.size() + heavy_.size(), options_.queue);
    const auto end = tasks.begin() + static_cast<std::ptrdiff_t>(std::min(room, tasks.size()));
    for (auto task = tasks.begin(); task != end; ++task) {
      auto& queue = (*task)->heavy() ? heavy_ : queue_;
      queue.push_back(std::move(*task));
    }
    tasks.erase(tasks.begin(), end);
  }
  changed_.notify_one();
  return tasks;
}

std::unique_ptr<Task> SqliteCommitter::withdraw(const Task* task) {
  const std::lock_guard lock(mutex_);
  for (auto* queue : {&queue_, &heavy_}) {
    const auto found = std::ranges::find(*queue, task, &std::unique_ptr<Task>::get);
    if (found == queue->end()) continue;
    auto taken = std::move(*found);
    queue->erase(found);
    return taken;
  }
  return nullptr;
}

std::size_t SqliteCommitter::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size() + heavy_.size();
}

void SqliteCommitter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    // From done() or on_unknown_outcome it can only be asked for; whoever destroys this waits.
    if (std::this_thread::get_id() == writer_) return;
  }
  changed_.notify_one();
  std::call_once(joined_, [this] { thread_.join(); });
}

Tasks SqliteCommitter::next_group() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !queue_.empty() || !heavy_.empty(); });
  was_heavy_ = !heavy_.empty() && (queue_.empty() || !was_heavy_);
  auto& queue = was_heavy_ ? heavy_ : queue_;
  const auto end = queue.begin() + static_cast<std::ptrdiff_t>(std::min(queue.size(), was_heavy_ ? 1 : kLargestGroup));
  Tasks group(std::make_move_iterator(queue.begin()), std::make_move_iterator(end));
  queue.erase(queue.begin(), end);
  return group;
}

void SqliteCommitter::report(std::size_t members, std::chrono::steady_clock::time_point since) const {
  if (!options_.on_group) return;
  options_.on_group({members, std::chrono::steady_clock::now() - since, state_.guard.size()});
}

void SqliteCommitter::write_groups() {
  {
    const std::lock_guard lock(mutex_);
    writer_ = std::this_thread::get_id();
  }
  report(0, std::chrono::steady_clock::now());
  for (;;) {
    auto group = next_group();
    if (group.empty()) return;
    if (options_.is_on_reserve && options_.is_on_reserve()) turn_away(group);
    if (group.empty()) continue;
    const auto begun = std::chrono::steady_clock::now();
    const auto unknown = group_.run(group);
    report(group.size(), begun);
    if (const auto changes = group_.take_announced(); !changes.empty() && options_.on_change)
      options_.on_change(changes);
    if (unknown && options_.on_unknown_outcome) options_.on_unknown_outcome(*unknown);
    if (const auto why = group_.take_failure(); why && options_.on_failure) options_.on_failure(*why);
  }
}

}  // namespace signet::store
