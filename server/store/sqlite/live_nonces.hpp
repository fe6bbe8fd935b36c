// SPDX-License-Identifier: Apache-2.0
// Which nonces are spent, of one store: keyed 64-bit hashes of (owner, nonce), so that a nonce costs about 16 bytes and
// nobody outside can look for two that collide. The writer decides by it; threads that only read ask it before they do
// what is expensive.
#pragma once

#include <sodium.h>
#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace signet::store {

/// Thread-safe.
class LiveNonces {
 public:
  using Hash = std::uint64_t;

  LiveNonces();

  /// Neither part contains a space or a NUL.
  [[nodiscard]] Hash hash(std::string_view owner, std::string_view nonce) const;
  [[nodiscard]] bool contains(Hash hash) const;
  void insert(Hash hash);
  void erase(Hash hash);
  void clear();
  [[nodiscard]] std::size_t size() const;

 private:
  struct AlreadyHashed {
    using is_avalanching = void;
    std::size_t operator()(Hash hash) const { return hash; }
  };
  /// So that readers wait neither for each other nor for the writer.
  struct alignas(64) Stripe {
    mutable std::mutex mutex;
    boost::unordered_flat_set<Hash, AlreadyHashed> hashes;
  };
  static constexpr std::size_t kStripes = 32;
  [[nodiscard]] const Stripe& stripe(Hash hash) const { return stripes_[hash % kStripes]; }
  [[nodiscard]] Stripe& stripe(Hash hash) { return stripes_[hash % kStripes]; }

  std::array<std::uint8_t, crypto_shorthash_KEYBYTES> key_{};
  std::array<Stripe, kStripes> stripes_;
};

}  // namespace signet::store
