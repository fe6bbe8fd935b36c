// SPDX-License-Identifier: Apache-2.0
#include "sqlite/live_nonces.hpp"

#include <array>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace signet::store {

LiveNonces::LiveNonces() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  crypto_shorthash_keygen(key_.data());
}

LiveNonces::Hash LiveNonces::hash(std::string_view owner, std::string_view nonce) const {
  constexpr std::size_t kUsual = 256;
  std::array<char, kUsual> usual;
  std::vector<char> longer;
  const auto size = owner.size() + 1 + nonce.size();
  if (size > usual.size()) longer.resize(size);
  char* const both = longer.empty() ? usual.data() : longer.data();
  std::memcpy(both, owner.data(), owner.size());
  both[owner.size()] = '\0';
  std::memcpy(both + owner.size() + 1, nonce.data(), nonce.size());

  std::array<std::uint8_t, crypto_shorthash_BYTES> digest;
  crypto_shorthash(digest.data(), reinterpret_cast<const std::uint8_t*>(both), size, key_.data());
  Hash value = 0;
  static_assert(sizeof value == digest.size());
  std::memcpy(&value, digest.data(), sizeof value);
  return value;
}

bool LiveNonces::contains(Hash hash) const {
  const auto& one = stripe(hash);
  const std::scoped_lock lock(one.mutex);
  return one.hashes.contains(hash);
}

void LiveNonces::insert(Hash hash) {
  auto& one = stripe(hash);
  const std::scoped_lock lock(one.mutex);
  one.hashes.insert(hash);
}

void LiveNonces::erase(Hash hash) {
  auto& one = stripe(hash);
  const std::scoped_lock lock(one.mutex);
  one.hashes.erase(hash);
}

void LiveNonces::clear() {
  for (auto& one : stripes_) {
    const std::scoped_lock lock(one.mutex);
    one.hashes.clear();
  }
}

std::size_t LiveNonces::size() const {
  std::size_t all = 0;
  for (const auto& one : stripes_) {
    const std::scoped_lock lock(one.mutex);
    all += one.hashes.size();
  }
  return all;
}

}  // namespace signet::store
