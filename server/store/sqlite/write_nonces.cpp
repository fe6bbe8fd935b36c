// SPDX-License-Identifier: Apache-2.0
// Savepoints, and the nonces whose memory they must undo as well.
#include "sqlite/transaction.hpp"

#include <algorithm>

namespace signet::store {
namespace {

constexpr auto kSavepoint = sql("SAVEPOINT effect");
constexpr auto kRollBack = sql("ROLLBACK TO effect");
constexpr auto kRelease = sql("RELEASE effect");

constexpr auto kSpend = sql("INSERT INTO nonces (ts, identity, nonce) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
constexpr auto kRaiseFloor = sql("UPDATE installation SET nonce_floor = max(nonce_floor, ?1)");
// The last row of the slice; none if what is left is shorter.
constexpr auto kEndOfSlice =
    sql("SELECT ts, identity, nonce FROM nonces WHERE ts < ?1 ORDER BY ts, identity, nonce LIMIT 1 OFFSET ?2");
constexpr auto kForgetSlice =
    sql("DELETE FROM nonces WHERE ts <= ?1 AND (ts, identity, nonce) <= (?1, ?2, ?3) RETURNING identity, nonce");
constexpr auto kForgetRest = sql("DELETE FROM nonces WHERE ts < ?1 RETURNING identity, nonce");

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
  // Below the floor rows have been deleted, so nobody knows whether the nonce was spent: then it was.
  if (timestamp < snapshot_.nonce_floor() || state_.guard.contains(identity, nonce)) return false;
  if (writer_.write_in_passing(kSpend, timestamp, identity, nonce) == 0) return false;
  state_.guard.add(identity, nonce);
  return true;
}

bool SqliteTransaction::forget_nonces(std::int64_t cutoff, std::size_t limit) {
  if (snapshot_.nonce_floor() < cutoff) write_one(kRaiseFloor, cutoff);
  const auto forget = [&](auto& statement, const auto&... arguments) {
    Query forgotten(db_, statement, arguments...);
    while (forgotten.step()) state_.guard.remove(forgotten.text(0), forgotten.text(1));
  };
  {
    Query end(db_, kEndOfSlice, cutoff, std::max<std::size_t>(limit, 1) - 1);
    if (end.step()) {
      const auto last = end.integer(0);
      const auto identity = end.text(1);
      const auto nonce = end.text(2);
      forget(kForgetSlice, last, identity, nonce);
      return false;
    }
  }
  forget(kForgetRest, cutoff);
  return true;
}

}  // namespace signet::store
