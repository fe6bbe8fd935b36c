// SPDX-License-Identifier: Apache-2.0
// What stands before the key in each DER form that we read and write. The forms have no choices in them, so that a file
// is compared with what we would write, and nothing parses ASN.1.
#pragma once

#include "signet/schema/algorithm.hpp"
#include "signet/schema/secret_bytes.hpp"

namespace signet::crypto::der {

/// SubjectPublicKeyInfo: RFC 8410, RFC 9881, RFC 9909.
[[nodiscard]] Bytes before_public_key(Algorithm algorithm);

// PKCS#8 version 1.
[[nodiscard]] Bytes before_ed25519_seed();
[[nodiscard]] Bytes before_mldsa_seed(Algorithm algorithm);
/// Then the seed, before_octets(the expanded key's length), the expanded key.
[[nodiscard]] Bytes before_mldsa_seed_of_both(Algorithm algorithm);
[[nodiscard]] Bytes before_mldsa_expanded(Algorithm algorithm);
/// Seed and root, as FIPS 205 has them.
[[nodiscard]] Bytes before_slhdsa_key(Algorithm algorithm);

/// Tag and length of an OCTET STRING.
[[nodiscard]] Bytes before_octets(std::size_t size);

}  // namespace signet::crypto::der
