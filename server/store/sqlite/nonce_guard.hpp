// SPDX-License-Identifier: Apache-2.0
// Spends nonces: an (owner, nonce) pair once, whatever the timestamps. It knows those that are committed from
// LiveNonces and those of the open transaction by itself, and follows it: what a roll-back undoes there is undone here.
// What was spent becomes one row at the end of the table, in the same commit. Writer thread only.
#pragma once

#include "sqlite/live_nonces.hpp"
#include "sqlite/writer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace signet::store {

class NonceGuard {
 public:
  /// Learns every nonce in the table.
  NonceGuard(Connection& connection, LiveNonces& live);

  /// False: it is spent already.
  [[nodiscard]] bool spend(std::int64_t timestamp, std::string_view owner, std::string_view nonce);
  /// Drops those of whole commits, oldest first, that have no timestamp from `cutoff` on; about `limit` of them. False
  /// if some remain. One from a clock that runs ahead keeps those behind it, for as long as it lives.
  [[nodiscard]] bool forget(Writer& writer, std::int64_t cutoff, std::size_t limit);

  /// At the beginning of a transaction: if another process has written, learns everything again.
  void begin();
  /// A point in the open transaction to which roll_back_to returns.
  struct Mark {
    std::size_t spent = 0;
    std::size_t forgotten = 0;
  };
  [[nodiscard]] Mark mark() const { return {spent_.size(), forgotten_.size()}; }
  void roll_back_to(const Mark& mark);
  /// Last in the transaction: the row.
  void write(Writer& writer);
  /// It is durable.
  void commit();

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const LiveNonces& live() const { return live_; }

 private:
  struct Spent {
    LiveNonces::Hash hash;
    std::int64_t timestamp;
    std::size_t end;  // of its line
  };
  void learn();
  [[nodiscard]] std::int64_t foreign_commits();

  Connection& db_;
  LiveNonces& live_;
  std::size_t size_ = 0;
  std::int64_t seen_commits_ = 0;
  std::vector<Spent> spent_;  // and their lines
  std::string entries_;
  std::vector<LiveNonces::Hash> forgotten_;
};

}  // namespace signet::store
