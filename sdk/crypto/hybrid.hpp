// SPDX-License-Identifier: Apache-2.0
// Ed25519 and ML-DSA over the same bytes, both of which must hold:
//   public key  01 | 0020 | Ed25519 key (32) | u16 of its length | ML-DSA key
//   signature   Ed25519 (64) | ML-DSA
// The lengths follow from the algorithm, which decides which ML-DSA it is.
#pragma once

#include "post_quantum.hpp"

#include <optional>

namespace signet::crypto::hybrid {

/// The public keys, as views into the blob.
struct Halves {
  ByteView ed25519;
  ByteView mldsa;
};

[[nodiscard]] Bytes join_public_keys(ByteView ed25519, ByteView mldsa);
/// Nothing if a length, the version or a tag is another. Says nothing about the keys inside.
[[nodiscard]] std::optional<Halves> split_public_key(Algorithm algorithm, ByteView blob);

/// Always runs both verifications, whatever the first says: neither time nor answer tells which half was bad.
[[nodiscard]] bool verify(Algorithm algorithm, ByteView ed25519_key, const EvpPkey& mldsa_key, ByteView message,
                          ByteView signature);
[[nodiscard]] Bytes sign(Algorithm algorithm, const SecretBytes& ed25519_key, const EvpPkey& mldsa_key,
                         ByteView message);

}  // namespace signet::crypto::hybrid
