// SPDX-License-Identifier: Apache-2.0
// ML-DSA (FIPS 204) and SLH-DSA (FIPS 205) by OpenSSL: pure mode, empty context. Keys are safe to share between
// threads. Throws std::logic_error for an algorithm that is none of them; lengths are those of the registry.
#pragma once

#include "openssl_handles.hpp"
#include "signet/schema/algorithm.hpp"
#include "signet/schema/secret_bytes.hpp"

namespace signet::crypto::post_quantum {

/// Any bytes of its length are a public key; only a proof of possession tells one that somebody can sign with.
/// Throws std::invalid_argument for another length.
[[nodiscard]] EvpPkey import_public_key(Algorithm algorithm, ByteView raw);
/// Throws std::invalid_argument for another length. SLH-DSA: 30 ms and more, since the root of a tree is computed.
[[nodiscard]] EvpPkey expand(Algorithm algorithm, ByteView seed);
/// From the standard's secret key, without a seed. Nothing if its parts do not belong together.
[[nodiscard]] EvpPkey import_expanded_key(Algorithm algorithm, ByteView expanded);
[[nodiscard]] Bytes public_key_of(Algorithm algorithm, const EvpPkey& key);
/// The standard's secret key, without the seed.
[[nodiscard]] SecretBytes expanded_key_of(Algorithm algorithm, const EvpPkey& key);

/// By liboqs, if the build has it and it is ML-DSA; else by OpenSSL.
[[nodiscard]] bool verify(Algorithm algorithm, const EvpPkey& key, ByteView message, ByteView signature);
[[nodiscard]] bool verify_by_openssl(Algorithm algorithm, const EvpPkey& key, ByteView message, ByteView signature);
/// Hedged: two signatures over one message differ.
[[nodiscard]] Bytes sign(Algorithm algorithm, const EvpPkey& key, ByteView message);
/// Only for known answers.
[[nodiscard]] Bytes sign_deterministically(Algorithm algorithm, const EvpPkey& key, ByteView message);

}  // namespace signet::crypto::post_quantum
