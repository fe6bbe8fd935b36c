// SPDX-License-Identifier: Apache-2.0
// RFC 8032 PureEdDSA by libsodium, verified strictly: S < L; the public key is the canonical encoding of a point in the
// prime-order subgroup other than the identity; R is canonical and not of small order; the equation without cofactor.
// OpenSSL's verifier is laxer and is never used.
#pragma once

#include "signet/schema/secret_bytes.hpp"

namespace signet::crypto::ed25519 {

inline constexpr std::size_t kSeed = 32;
inline constexpr std::size_t kPublicKey = 32;
inline constexpr std::size_t kSignature = 64;

/// Of any bytes. What verify() does not check again is only that the point has no part of small order.
[[nodiscard]] bool is_acceptable_key(ByteView public_key);
/// REQUIRES: kPublicKey bytes. A signature of another length is not good.
[[nodiscard]] bool verify(ByteView public_key, ByteView message, ByteView signature);

/// Seed and public key together, as libsodium wants them for signing. REQUIRES: kSeed bytes.
[[nodiscard]] SecretBytes expand(ByteView seed);
[[nodiscard]] ByteView seed_of(const SecretBytes& expanded);
[[nodiscard]] ByteView public_key_of(const SecretBytes& expanded);
[[nodiscard]] Bytes sign(const SecretBytes& expanded, ByteView message);

}  // namespace signet::crypto::ed25519
