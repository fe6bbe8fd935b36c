// SPDX-License-Identifier: Apache-2.0
#include "sqlite/nonce_guard.hpp"

#include "sqlite/query.hpp"

#include <cstring>

namespace signet::store {
namespace {

constexpr auto kCount = sql("SELECT count(*) FROM nonces");
constexpr auto kAll = sql("SELECT identity, nonce FROM nonces");

}  // namespace

NonceGuard::NonceGuard(Connection& connection) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  crypto_shorthash_keygen(key_.data());
  Query count(connection, kCount);
  count.step();
  live_.reserve(static_cast<std::size_t>(count.integer(0)));
  Query rows(connection, kAll);
  while (rows.step()) live_.insert(hash(rows.text(0), rows.text(1)));
}

bool NonceGuard::contains(const std::string& identity, const std::string& nonce) const {
  return live_.contains(hash(identity, nonce));
}

void NonceGuard::add(const std::string& identity, const std::string& nonce) {
  const auto added = hash(identity, nonce);
  if (live_.insert(added).second) undo_.push_back({.hash = added, .added = true});
}

void NonceGuard::remove(const std::string& identity, const std::string& nonce) {
  const auto removed = hash(identity, nonce);
  if (live_.erase(removed) != 0) undo_.push_back({.hash = removed, .added = false});
}

void NonceGuard::roll_back_to(std::size_t mark) {
  for (; undo_.size() > mark; undo_.pop_back()) {
    if (undo_.back().added)
      live_.erase(undo_.back().hash);
    else
      live_.insert(undo_.back().hash);
  }
}

// Neither part contains a NUL, so the two cannot be divided otherwise.
std::uint64_t NonceGuard::hash(const std::string& identity, const std::string& nonce) const {
  std::string both;
  both.reserve(identity.size() + 1 + nonce.size());
  both.append(identity).append(1, '\0').append(nonce);
  std::array<std::uint8_t, crypto_shorthash_BYTES> digest{};
  crypto_shorthash(digest.data(), reinterpret_cast<const std::uint8_t*>(both.data()), both.size(), key_.data());
  std::uint64_t value = 0;
  std::memcpy(&value, digest.data(), sizeof value);
  return value;
}

}  // namespace signet::store
