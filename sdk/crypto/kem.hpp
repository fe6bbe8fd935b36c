// SPDX-License-Identifier: Apache-2.0
// The two halves of X25519+ML-KEM-768, and what makes one secret of their two, which is X-Wing's
// (draft-connolly-cfrg-xwing-kem): SHA3-256(ML-KEM secret | X25519 secret | ephemeral key | recipient's key | label).
#pragma once

#include "openssl_handles.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <array>
#include <optional>

namespace signet::crypto::kem {

inline constexpr std::size_t kSeed = 32;
inline constexpr std::size_t kX25519 = 32;
inline constexpr std::size_t kMlkemSeed = 64;
inline constexpr std::size_t kMlkemKey = 1'184;
inline constexpr std::size_t kMlkemCiphertext = 1'088;
inline constexpr std::size_t kSecret = 32;

/// A canonical point whose shared secrets are not all zero.
[[nodiscard]] bool is_acceptable_x25519(ByteView public_key);
/// REQUIRES: kX25519 bytes.
[[nodiscard]] Bytes x25519_public_key(const SecretBytes& secret);
/// Nothing if the secret would be all zero. REQUIRES: kX25519 bytes.
[[nodiscard]] std::optional<SecretBytes> x25519(const SecretBytes& secret, ByteView public_key);

/// Null if a coefficient is not in its range. REQUIRES: kMlkemKey bytes.
[[nodiscard]] EvpPkey import_mlkem_key(ByteView raw);
/// REQUIRES: kMlkemSeed bytes.
[[nodiscard]] EvpPkey expand_mlkem(const SecretBytes& seed);
[[nodiscard]] Bytes mlkem_public_key_of(const EvpPkey& key);

struct Encapsulated {
  Bytes ciphertext;
  SecretBytes secret;
};
/// `entropy`: 32 fresh random bytes.
[[nodiscard]] Encapsulated encapsulate(const EvpPkey& key, const SecretBytes& entropy);
/// Any ciphertext of the right length gives a secret: only what is then opened with it tells whether it was the right
/// one. REQUIRES: kMlkemCiphertext bytes.
[[nodiscard]] SecretBytes decapsulate(const EvpPkey& key, ByteView ciphertext);

/// The seed's two: ML-KEM's seed, X25519's secret.
struct Expanded {
  SecretBytes mlkem_seed;
  SecretBytes x25519;
};
/// REQUIRES: kSeed bytes.
[[nodiscard]] Expanded expand_seed(ByteView seed);
[[nodiscard]] SecretBytes combine(const SecretBytes& mlkem_secret, const SecretBytes& x25519_secret,
                                  ByteView ephemeral_key, ByteView recipient_key);

}  // namespace signet::crypto::kem
