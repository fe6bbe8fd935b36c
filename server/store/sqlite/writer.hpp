// SPDX-License-Identifier: Apache-2.0
// Every statement that writes goes through here.
#pragma once

#include "sqlite/query.hpp"

#include <stdexcept>
#include <string>

namespace signet::store {

/// SQLite gave the whole transaction up (a full disk can do that): nothing of it has happened, and going on would write
/// outside of any transaction.
struct TransactionLost : std::runtime_error {
  using runtime_error::runtime_error;
};

class Writer {
 public:
  explicit Writer(Connection& connection) : db_(connection) {}

  /// False once a roll-back to a savepoint failed or the transaction is lost: only a roll-back of everything is left.
  [[nodiscard]] bool is_intact() const { return intact_ && db_.in_transaction(); }
  void require_intact() const {
    if (!is_intact()) throw TransactionLost("the transaction around this write is gone");
  }
  void give_up() { intact_ = false; }

  /// How many rows it changed. If any, no remembered row is trusted from here to the end of the group.
  template <std::size_t N, class... Arguments>
  std::int64_t write(const Sql<N>& statement, const Arguments&... arguments) {
    const auto changed = write_in_passing(statement, arguments...);
    if (auto* memory = changed == 0 ? nullptr : db_.memory()) memory->switch_off();
    return changed;
  }
  /// The same for what no remembered row comes from: what every request leaves behind.
  template <std::size_t N, class... Arguments>
  std::int64_t write_in_passing(const Sql<N>& statement, const Arguments&... arguments) {
    require_intact();
    Query(kBorrowed, db_, statement, arguments...).run();
    return db_.changes();
  }
  /// For what must change exactly one row, which is there if the caller looked.
  template <std::size_t N, class... Arguments>
  void write_one(const Sql<N>& statement, const Arguments&... arguments) {
    if (write(statement, arguments...) != 1)
      throw std::logic_error("nothing to change: " + std::string(statement.text));
  }

 private:
  Connection& db_;
  bool intact_ = true;
};

}  // namespace signet::store
