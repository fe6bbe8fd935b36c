// SPDX-License-Identifier: Apache-2.0
#include "parsed_keys.hpp"

#include "store/snapshot.hpp"

#include <algorithm>
#include <cstring>

namespace signet::auth {
namespace {

constexpr std::size_t kMost = 512;  // some 20 KiB each

}  // namespace

// A fingerprint is a hash already.
std::size_t ParsedKeys::Hash::operator()(const crypto::Fingerprint& print) const {
  std::size_t hash = 0;
  std::memcpy(&hash, print.data(), sizeof hash);
  return hash;
}

crypto::PublicKey ParsedKeys::parse(const Key& key) {
  const auto known = keys_.find(key.fingerprint);
  if (known != keys_.end() && known->second.algorithm() == key.algorithm && known->second.raw() == key.raw)
    return known->second;
  auto parsed = crypto::PublicKey::from_stored(key.algorithm, key.raw);
  if (!parsed) throw store::CorruptStore("a stored public key is not one: " + parsed.error().message);
  if (keys_.size() >= kMost) keys_.clear();
  return keys_.insert_or_assign(key.fingerprint, std::move(*parsed)).first->second;
}

}  // namespace signet::auth
