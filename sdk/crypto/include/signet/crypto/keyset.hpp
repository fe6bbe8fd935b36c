// SPDX-License-Identifier: Apache-2.0
// Keys of different families that speak for one identity together, and how many of them must.
//   keyset   01 | threshold (1) | n (1) | n times: algorithm (1), u16 of the length, public key; ascending by algorithm
//   policy   SHA-256("signet/multisig/v1" | 00 | keyset)
//   message  "signet/multisig/v1" | 00 | policy (32) | u32 of the length | payload
#pragma once

#include "signet/crypto/digest.hpp"
#include "signet/crypto/keys.hpp"

namespace signet::crypto {

class Keyset {
 public:
  static constexpr std::size_t kMost = 3;

  /// Two or three keys, each of another family and able to sign requests, none a hybrid; a threshold of two at least.
  [[nodiscard]] static std::expected<Keyset, KeyError> make(unsigned threshold, std::vector<PublicKey> keys);
  /// From the database: bytes that were accepted before; skips the subgroup check only.
  enum class From : std::uint8_t { stranger, database };
  [[nodiscard]] static std::expected<Keyset, KeyError> decode(ByteView bytes, From from);
  [[nodiscard]] Bytes encode() const;

  [[nodiscard]] unsigned threshold() const { return threshold_; }
  /// Ascending by algorithm.
  [[nodiscard]] const std::vector<PublicKey>& keys() const { return keys_; }
  /// Null if it is none of them.
  [[nodiscard]] const PublicKey* find(const Fingerprint& fingerprint) const;
  [[nodiscard]] Sha256 policy() const;
  /// What each of them signs. A signature over it is none over the payload itself, nor under another keyset.
  [[nodiscard]] Bytes message(ByteView payload) const;

 private:
  Keyset(unsigned threshold, std::vector<PublicKey> keys) : threshold_(threshold), keys_(std::move(keys)) {}
  unsigned threshold_;
  std::vector<PublicKey> keys_;
};

}  // namespace signet::crypto
