// SPDX-License-Identifier: Apache-2.0
// ML-DSA-65 (FIPS 204) by OpenSSL: pure mode, empty context. Keys are safe to share between threads.
#pragma once

#include "openssl_handles.hpp"
#include "signet/schema/secret_bytes.hpp"

namespace signet::crypto::mldsa {

inline constexpr std::size_t kSeed = 32;
inline constexpr std::size_t kPublicKey = 1'952;
inline constexpr std::size_t kExpandedKey = 4'032;
inline constexpr std::size_t kSignature = 3'309;

/// Any bytes of this length are a public key; only a proof of possession tells one that somebody can sign with.
/// REQUIRES: kPublicKey bytes.
[[nodiscard]] EvpPkey import_public_key(ByteView raw);
/// REQUIRES: kSeed bytes.
[[nodiscard]] EvpPkey expand(ByteView seed);
[[nodiscard]] Bytes public_key_of(const EvpPkey& key);
/// FIPS 204's secret key, without the seed.
[[nodiscard]] SecretBytes expanded_key_of(const EvpPkey& key);

[[nodiscard]] bool verify(const EvpPkey& key, ByteView message, ByteView signature);
/// Hedged: two signatures over one message differ.
[[nodiscard]] Bytes sign(const EvpPkey& key, ByteView message);
/// Only for known answers.
[[nodiscard]] Bytes sign_deterministically(const EvpPkey& key, ByteView message);

}  // namespace signet::crypto::mldsa
