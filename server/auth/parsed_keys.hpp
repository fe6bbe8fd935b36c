// SPDX-License-Identifier: Apache-2.0
// Public keys of requests, parsed: an ML-DSA key takes several microseconds. Found by their very bytes, so what is
// remembered cannot be out of date.
#pragma once

#include "domain/identity.hpp"
#include "signet/crypto/keys.hpp"

#include <unordered_map>

namespace signet::auth {

/// Of one thread.
class ParsedKeys {
 public:
  /// REQUIRES: a key that was stored, no keyset. Throws CorruptStore if it is none.
  [[nodiscard]] crypto::PublicKey parse(const Key& key);
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  struct Hash {
    std::size_t operator()(const crypto::Fingerprint& print) const;
  };
  std::unordered_map<crypto::Fingerprint, crypto::PublicKey, Hash> keys_;
};

}  // namespace signet::auth
