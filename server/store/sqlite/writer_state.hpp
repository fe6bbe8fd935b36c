// SPDX-License-Identifier: Apache-2.0
// What the writer remembers beside its connection, and how a roll-back of the database rolls it back too.
#pragma once

#include "sqlite/nonce_guard.hpp"
#include "store/transaction.hpp"

#include <array>
#include <vector>

namespace signet::store {

/// Sizes of the two lockout tables, by scope: counting 100,000 rows for each failed request would be slow.
using LockoutSizes = std::array<std::size_t, 3>;

struct WriterState {
  explicit WriterState(Connection& connection);

  struct Mark {
    std::size_t guard;
    LockoutSizes lockouts;
    std::size_t announced;
  };
  [[nodiscard]] Mark mark() const { return {guard.mark(), lockouts, announced.size()}; }
  void roll_back_to(const Mark& mark) {
    guard.roll_back_to(mark.guard);
    lockouts = mark.lockouts;
    announced.resize(mark.announced);
  }
  void commit() { guard.commit(); }

  NonceGuard guard;
  LockoutSizes lockouts{};
  std::vector<Announcement> announced;  // since they were last handed out
};

}  // namespace signet::store
