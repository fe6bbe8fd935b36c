// SPDX-License-Identifier: Apache-2.0
// Savepoints, and the nonces whose memory they must undo as well.
#include "sqlite/transaction.hpp"

namespace signet::store {
namespace {

constexpr auto kSavepoint = sql("SAVEPOINT effect");
constexpr auto kRollBack = sql("ROLLBACK TO effect");
constexpr auto kRelease = sql("RELEASE effect");

constexpr auto kRaiseFloor = sql("UPDATE installation SET nonce_floor = max(nonce_floor, ?1)");

}  // namespace

bool SqliteTransaction::savepoint(const std::function<bool()>& effect) {
  writer_.require_intact();
  const auto mark = state_.mark();
  Query(db_, kSavepoint).run();
  const auto undo = [&]() noexcept {
    try {
      Query(db_, kRollBack).run();
      Query(db_, kRelease).run();
      state_.roll_back_to(mark);
    } catch (...) {
      writer_.give_up();  // the whole transaction will be rolled back, and the writer's state with it
    }
  };
  bool kept = false;
  try {
    kept = effect();
    writer_.require_intact();
    if (kept) Query(db_, kRelease).run();
  } catch (...) {
    undo();
    throw;
  }
  if (!kept) {
    undo();
    writer_.require_intact();
  }
  return kept;
}

bool SqliteTransaction::spend_nonce(std::int64_t timestamp, const std::string& identity, const std::string& nonce) {
  writer_.require_intact();
  // Below the floor they have been forgotten, so nobody knows whether this one was spent: then it was.
  return timestamp >= snapshot_.nonce_floor() && state_.guard.spend(timestamp, identity, nonce);
}

bool SqliteTransaction::forget_nonces(std::int64_t cutoff, std::size_t limit) {
  if (snapshot_.nonce_floor() < cutoff) write_one(kRaiseFloor, cutoff);
  return state_.guard.forget(writer_, cutoff, limit);
}

}  // namespace signet::store
