// SPDX-License-Identifier: Apache-2.0
// How a group of tasks becomes durable, and what each of them is told when it does not.
#pragma once

#include "sqlite/transaction.hpp"
#include "store/store.hpp"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace signet::store {

using Tasks = std::vector<std::unique_ptr<Task>>;

/// Writer thread only.
class GroupCommit {
 public:
  GroupCommit(Connection& connection, WriterState& state, ChangeCount& changes)
      : db_(connection), state_(state), changes_(changes) {
    db_.remember(kMemory);
  }

  /// Calls done() of every task, once. Returns what went wrong if a COMMIT failed so that nobody knows whether it
  /// happened; from then on everything fails.
  std::optional<std::string> run(const Tasks& tasks);
  /// Why something in the last group could not be written and did not happen; null if nothing was like that.
  [[nodiscard]] std::optional<WriteFailure> take_failure() { return std::exchange(failure_, std::nullopt); }
  /// What the durable ones of the last group announced.
  [[nodiscard]] std::vector<Announcement> take_announced() { return std::exchange(state_.announced, {}); }

 private:
  enum class Commit { durable, undone, unknown };

  std::optional<std::string> run_together(const Tasks& tasks);
  std::optional<std::string> run_one_by_one(const Tasks& tasks);
  [[nodiscard]] Outcome run_member(Task& task, SqliteTransaction& transaction);
  void fail(std::span<const std::unique_ptr<Task>> tasks);
  [[nodiscard]] bool begin();
  [[nodiscard]] Commit commit();
  void roll_back();

  static constexpr std::size_t kMemory = 4 * 1'024 * 1'024;  // bytes

  Connection& db_;
  WriterState& state_;
  ChangeCount& changes_;
  WriterState::Mark start_{};  // of the open transaction
  std::string broken_;         // what the COMMIT of unknown outcome said
  WriteFailure last_error_;
  std::optional<WriteFailure> failure_;
};

}  // namespace signet::store
