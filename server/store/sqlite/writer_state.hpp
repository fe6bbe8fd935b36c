// SPDX-License-Identifier: Apache-2.0
// What the writer remembers beside its connection, and how a roll-back of the database rolls it back too.
#pragma once

#include "sqlite/nonce_guard.hpp"
#include "sqlite/visits.hpp"
#include "store/transaction.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace signet::store {

/// Sizes of the two lockout tables, by scope: counting 100,000 rows for each failed request would be slow.
using LockoutSizes = std::array<std::size_t, 3>;

struct WriterState {
  WriterState(Connection& connection, Visits& visits, LiveNonces& nonces);

  /// A point in the open transaction.
  struct Mark {
    NonceGuard::Mark guard;
    LockoutSizes lockouts;
    std::size_t announced;
    std::size_t visited;
    std::size_t gone;
  };
  [[nodiscard]] Mark mark() const { return {guard.mark(), lockouts, announced.size(), visited.size(), gone.size()}; }
  void roll_back_to(const Mark& mark) {
    guard.roll_back_to(mark.guard);
    lockouts = mark.lockouts;
    announced.resize(mark.announced);
    newest_audit.clear();
    visited.resize(mark.visited);
    gone.resize(mark.gone);
    visits_written.clear();
  }
  void commit() {
    guard.commit();
    visits.note(visited);
    visits.written(visits_written);
    for (const auto& identity : gone) visits.forget(identity);
    gone.clear();
    visited.clear();
    visits_written.clear();
  }

  NonceGuard guard;
  /// Sequence numbers, of the logs that were written to since the last roll-back; 0 where not known.
  std::unordered_map<std::string, std::int64_t> newest_audit;
  Visits& visits;
  std::vector<Visits::Visit> visited;         // in the open transaction
  std::vector<Visits::Visit> visits_written;  // by it
  std::vector<std::string> gone;              // identities that it deleted
  LockoutSizes lockouts{};
  std::vector<Announcement> announced;  // since they were last handed out
};

}  // namespace signet::store
