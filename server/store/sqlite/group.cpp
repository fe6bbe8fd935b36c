// SPDX-License-Identifier: Apache-2.0
// A group is one transaction. If a member fails, the group runs again with a savepoint for each, so that one leaves its
// neighbours alone. What can take the whole transaction away (a full disk, an I/O error, no memory) leaves nothing of
// it behind: then the members run again, each in a transaction of its own, and only the one that cannot be written
// fails.
//
// A COMMIT that fails is different. SQLite says BUSY, FULL or CONSTRAINT before the commit record is whole, so nothing
// has happened; nor has it where the kernel took no write at all. After any other error the record may be on disk, and
// recovery after the next start would find it.
#include "sqlite/group.hpp"

#include <cerrno>

namespace signet::store {
namespace {

constexpr auto kBegin = sql("BEGIN IMMEDIATE");
constexpr auto kCommit = sql("COMMIT");
constexpr auto kRollBack = sql("ROLLBACK");

/// A file system that has become read-only, or a quota that is used up: both may pass.
bool was_not_let_write(const SqliteError& error) {
  return error.code == SQLITE_IOERR_WRITE && (error.system_error == EROFS || error.system_error == EDQUOT);
}

bool has_surely_not_happened(const SqliteError& error) {
  return error.primary() == SQLITE_BUSY || error.primary() == SQLITE_FULL || error.primary() == SQLITE_CONSTRAINT ||
         was_not_let_write(error);
}

bool finds_no_room(const SqliteError& error) {
  return error.primary() == SQLITE_FULL || (error.code == SQLITE_IOERR_WRITE && error.system_error == EDQUOT);
}

WriteFailure describe(const std::runtime_error& error) {
  const auto* sqlite = dynamic_cast<const SqliteError*>(&error);
  return {error.what(), sqlite != nullptr && finds_no_room(*sqlite)};
}

WriteFailure describe_loss(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const SqliteError& error) {
    return describe(error);
  } catch (...) {
    return {"the transaction was lost"};
  }
}

void tell(std::span<const std::unique_ptr<Task>> tasks, Outcome outcome) {
  for (const auto& task : tasks) task->done(outcome);
}

// Null if what `work` wrote stays. Else it is undone, or the transaction is no longer intact.
std::exception_ptr attempt(SqliteTransaction& transaction, const std::function<void()>& work) {
  try {
    transaction.savepoint([&] {
      work();
      return true;
    });
    return nullptr;
  } catch (...) {
    return std::current_exception();
  }
}

void record_failure(Task& task, SqliteTransaction& transaction, const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& failure) {
    task.record_failure(transaction, failure);
  } catch (...) {
    task.record_failure(transaction, std::runtime_error("something was thrown that is no exception"));
  }
}

/// False if a member threw: then the transaction must not be committed.
bool run_trustingly(const Tasks& tasks, SqliteTransaction& transaction) {
  try {
    for (const auto& task : tasks) {
      task->run(transaction);
      if (!transaction.is_intact()) return false;
    }
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace

/// The outcome if the transaction commits.
Outcome GroupCommit::run_member(Task& task, SqliteTransaction& transaction) {
  const auto thrown = attempt(transaction, [&] { task.run(transaction); });
  if (!thrown) return Outcome::committed;
  last_error_ = describe_loss(thrown);
  // If this fails too, nothing of the request remains; its client is told that it failed all the same.
  if (transaction.is_intact()) attempt(transaction, [&] { record_failure(task, transaction, thrown); });
  return Outcome::failed;
}

std::optional<std::string> GroupCommit::run(const Tasks& tasks) {
  if (broken_.empty()) return run_together(tasks);
  tell(tasks, Outcome::failed);
  return std::nullopt;
}

// First as if nothing could go wrong, which needs no savepoints. When something does, all that was done is undone and
// done again, this time with one for each member.
std::optional<std::string> GroupCommit::run_together(const Tasks& tasks) {
  if (!begin()) {
    fail(tasks);
    return std::nullopt;
  }
  std::vector<Outcome> outcomes(tasks.size(), Outcome::committed);
  SqliteTransaction transaction(db_, state_);
  if (!run_trustingly(tasks, transaction)) {
    const bool lost = !transaction.is_intact();
    roll_back();
    if (lost) return run_one_by_one(tasks);
    if (!begin()) {
      fail(tasks);
      return std::nullopt;
    }
    SqliteTransaction again(db_, state_);
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      outcomes[i] = run_member(*tasks[i], again);
      if (!again.is_intact()) {
        roll_back();
        return run_one_by_one(tasks);
      }
    }
  }
  switch (commit()) {
    case Commit::durable:
      for (std::size_t i = 0; i < tasks.size(); ++i) tasks[i]->done(outcomes[i]);
      return std::nullopt;
    case Commit::undone: return run_one_by_one(tasks);
    case Commit::unknown: tell(tasks, Outcome::unknown); return broken_;
  }
  std::unreachable();
}

std::optional<std::string> GroupCommit::run_one_by_one(const Tasks& tasks) {
  for (std::span<const std::unique_ptr<Task>> left = tasks; !left.empty(); left = left.subspan(1)) {
    // BEGIN writes nothing: what stops it here stops it for the others, each after waiting for the same lock.
    if (!begin()) {
      fail(left);
      return std::nullopt;
    }
    auto& task = *left.front();
    SqliteTransaction transaction(db_, state_);
    const auto outcome = run_member(task, transaction);
    if (!transaction.is_intact()) {
      roll_back();
      fail(left.first(1));
      continue;
    }
    switch (commit()) {
      case Commit::durable: task.done(outcome); break;
      case Commit::undone: fail(left.first(1)); break;
      case Commit::unknown:
        task.done(Outcome::unknown);
        tell(left.subspan(1), Outcome::failed);
        return broken_;
    }
  }
  return std::nullopt;
}

void GroupCommit::fail(std::span<const std::unique_ptr<Task>> tasks) {
  failure_ = last_error_;
  tell(tasks, Outcome::failed);
}

bool GroupCommit::begin() {
  start_ = state_.mark();
  try {
    Query(db_, kBegin).run();
    state_.guard.begin();
    db_.memory()->begin(changes_);
    return true;
  } catch (const std::runtime_error& error) {
    last_error_ = describe(error);
    roll_back();
    return false;
  }
}

// A commit that changes remembered rows is announced before it can be seen and counted once it is.
GroupCommit::Commit GroupCommit::commit() {
  try {
    Writer writer(db_);
    state_.guard.write(writer);
  } catch (const std::runtime_error& error) {
    last_error_ = describe(error);
    roll_back();
    return Commit::undone;
  }
  const bool changes = !db_.memory()->is_on();
  if (changes) ++changes_;
  const auto settle = [&] {
    if (changes) ++changes_;
  };
  try {
    errno = 0;
    Query(db_, kCommit).run();
    settle();
    state_.commit();
    return Commit::durable;
  } catch (const SqliteError& error) {
    if (!has_surely_not_happened(error)) {
      broken_ = error.what();
      return Commit::unknown;  // and the count stays unsettled: nothing is remembered any more
    }
    last_error_ = describe(error);
  }
  roll_back();
  settle();
  return Commit::undone;
}

void GroupCommit::roll_back() {
  try {
    if (db_.in_transaction()) Query(db_, kRollBack).run();
  } catch (const SqliteError&) {
    // If the transaction is still open, the next BEGIN fails, and with it every request: nothing is half done.
  }
  state_.roll_back_to(start_);
}

}  // namespace signet::store
