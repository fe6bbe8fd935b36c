// SPDX-License-Identifier: Apache-2.0
// The DER forms of single keys. Each form that we take has one size and one beginning, so it is compared with a
// constant: no ASN.1 parser reads what a stranger sent, and nothing can stand before, between or behind.
#pragma once

#include "signet/crypto/keys.hpp"

#include <optional>

namespace signet::crypto {

struct RawPublicKey {
  Algorithm algorithm;
  ByteView raw;
};

/// SubjectPublicKeyInfo of a single key: RFC 8410, RFC 9881, RFC 9909. The raw key is a view into `der`, unchecked.
[[nodiscard]] std::optional<RawPublicKey> find_public_key(ByteView der);
[[nodiscard]] Bytes public_key_der(Algorithm algorithm, ByteView raw);

struct RawPrivateKey {
  Algorithm algorithm;
  ByteView seed;
};

/// Unencrypted PKCS#8 version 1: Ed25519 (48 bytes); ML-DSA from its seed (54), or seed and expanded key together,
/// which must agree; SLH-DSA, whose root must be that of its seed. The seed is a view into `der`.
[[nodiscard]] std::expected<RawPrivateKey, KeyError> parse_private_key(ByteView der);
/// The shortest form.
[[nodiscard]] SecretBytes private_key_der(Algorithm algorithm, ByteView seed);

}  // namespace signet::crypto
