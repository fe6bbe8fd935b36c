// SPDX-License-Identifier: Apache-2.0
// Three failures in five minutes lock an address, and an id, out for thirty. Counted in memory at once, so that a burst
// cannot slip between commits; the row is written in the commit of the failure, as it is by then.
#pragma once

#include "domain/clock.hpp"
#include "store/snapshot.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace signet::auth {

struct LockoutRules {
  std::chrono::milliseconds window = std::chrono::minutes(5);
  std::chrono::milliseconds duration = std::chrono::minutes(30);
  std::size_t most_rows = 100'000;  // per scope; the oldest goes first
};

/// Thread-safe.
class Lockout {
 public:
  using Scope = store::LockoutRow::Scope;

  Lockout(LockoutRules rules, const std::vector<store::LockoutRow>& rows);

  /// How long still; absent when not locked.
  [[nodiscard]] std::optional<std::chrono::seconds> locked_for(Scope scope, const std::string& subject,
                                                               Instant now) const;
  /// The third failure in the window locks, which is answered with true. A failure of what is locked already changes
  /// nothing.
  bool count_failure(Scope scope, const std::string& subject, Instant now);
  /// Without failures where nothing is known of it.
  [[nodiscard]] store::LockoutRow row_of(Scope scope, const std::string& subject) const;
  /// Everything that is known, by scope and subject.
  [[nodiscard]] std::vector<store::LockoutRow> rows() const;
  void clear(Scope scope, const std::string& subject);

 private:
  struct Table {
    std::unordered_map<std::string, store::LockoutRow> rows;
    std::atomic<bool> is_empty = true;  // of most servers, always: then nobody waits for the mutex
  };
  Table& table(Scope scope) { return tables_[scope == Scope::address ? 0 : 1]; }
  const Table& table(Scope scope) const { return tables_[scope == Scope::address ? 0 : 1]; }
  void make_room(Table& table);

  const LockoutRules rules_;
  mutable std::mutex mutex_;
  Table tables_[2];
};

}  // namespace signet::auth
