// SPDX-License-Identifier: Apache-2.0
// The group committer: one thread owns the connection that writes. Whatever has queued while the last fsync ran is the
// next group: one transaction, one fsync, and a member that fails takes no other with it. One idle client waits for one
// fsync and a thousand clients share it.
#pragma once

#include "store/transaction.hpp"

#include <memory>
#include <vector>

namespace signet::store {

enum class Outcome : std::uint8_t {
  committed,  // durable
  failed,     // it did not happen
  unknown,    // COMMIT itself failed: it may be on disk or not; the process is about to end
};

/// What one request adds to a group.
class Task {
 public:
  virtual ~Task() = default;
  /// On the writer thread. May run again, from the beginning, if the transaction around it was lost or a neighbour
  /// threw; what it wrote before is then undone.
  virtual void run(Transaction& transaction) = 0;
  /// After run() threw and was rolled back: writes what remains of the request (its nonce, the record of its refusal).
  virtual void record_failure(Transaction& transaction, const std::exception& failure) = 0;
  /// Once, on the writer thread, when the outcome is known. Must only pass it on.
  virtual void done(Outcome outcome) noexcept = 0;
  /// Writes so much that others should not wait in one group with it: it gets a group of its own, and between two of
  /// them the others get one. The order of submission holds among the heavy and among the others.
  [[nodiscard]] virtual bool heavy() const { return false; }
  /// Whether it runs also while the disk is full and only its reserve is left.
  [[nodiscard]] virtual bool may_use_reserve() const { return false; }
};

/// Thread-safe.
class Committer {
 public:
  virtual ~Committer() = default;
  /// Queues all of them in order, under one lock and one wake-up. Those that found the queue full come back.
  [[nodiscard]] virtual std::vector<std::unique_ptr<Task>> submit(std::vector<std::unique_ptr<Task>> tasks) = 0;
  /// Takes a task out again if it is still queued. Null: it is running or done, and its outcome will come. Whoever asks
  /// for one that is done already may get a younger one that now lives at its address: answer what comes back.
  [[nodiscard]] virtual std::unique_ptr<Task> withdraw(const Task* task) = 0;
  /// How many wait for their group.
  [[nodiscard]] virtual std::size_t queued() const = 0;
  /// Commits what is queued, then ends the thread. Later submissions all come back.
  virtual void stop() = 0;
};

/// submit() and wait, for start-up, housekeeping and tests; it may use the reserve. False if it did not become durable;
/// what `work` throws comes out here.
bool commit_and_wait(Committer& committer, const std::function<void(Transaction&)>& work);

}  // namespace signet::store
