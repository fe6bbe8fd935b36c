// SPDX-License-Identifier: Apache-2.0
// Which (identity, nonce) pairs are live, whatever their timestamps. The table's key begins with the timestamp, so it
// cannot see that somebody signs an old nonce again with a new time; this set can. It holds keyed 64-bit hashes: about
// 20 bytes a nonce, and nobody outside can look for two that collide.
//
// It follows the transaction: what a roll-back undoes in the table, roll_back_to undoes here. Writer thread only.
#pragma once

#include "sqlite/connection.hpp"

#include <sodium.h>
#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace signet::store {

class NonceGuard {
 public:
  /// Learns every nonce in the table.
  explicit NonceGuard(Connection& connection);

  [[nodiscard]] bool contains(const std::string& identity, const std::string& nonce) const;
  void add(const std::string& identity, const std::string& nonce);
  void remove(const std::string& identity, const std::string& nonce);

  /// A point in the open transaction to which roll_back_to returns.
  [[nodiscard]] std::size_t mark() const { return undo_.size(); }
  void roll_back_to(std::size_t mark);
  void commit() { undo_.clear(); }

  [[nodiscard]] std::size_t size() const { return live_.size(); }

 private:
  struct AlreadyHashed {
    using is_avalanching = void;
    std::size_t operator()(std::uint64_t hash) const { return hash; }
  };
  struct Change {
    std::uint64_t hash;
    bool added;
  };
  [[nodiscard]] std::uint64_t hash(const std::string& identity, const std::string& nonce) const;

  std::array<std::uint8_t, crypto_shorthash_KEYBYTES> key_{};
  boost::unordered_flat_set<std::uint64_t, AlreadyHashed> live_;
  std::vector<Change> undo_;
};

}  // namespace signet::store
