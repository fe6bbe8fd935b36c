// SPDX-License-Identifier: Apache-2.0
// Proof of possession: a signature by the key that is being registered, bound to the one registration it is for.
#pragma once

#include "signet/crypto/keyset.hpp"

namespace signet::crypto {

enum class ProofPurpose { enrol, operator_, rotate, kem };

/// `signet-enrol-v1:{subject}:{algorithm}:{hex SHA-256 of the raw public key}`; the other purposes have their own
/// prefix. The subject is the enrolment token, for which it is secret, or the identity's id.
[[nodiscard]] SecretBytes proof_message(ProofPurpose purpose, std::string_view subject, const PublicKey& key);
[[nodiscard]] Bytes make_proof(ProofPurpose purpose, std::string_view subject, const PrivateKey& key);
[[nodiscard]] bool verify_proof(ProofPurpose purpose, std::string_view subject, const PublicKey& key, ByteView proof);

/// `signet-rotate-v1:{subject}:keyset:{hex SHA-256 of the keyset}`: what all of its keys sign, as a bundle.
[[nodiscard]] SecretBytes keyset_proof_message(std::string_view subject, const Keyset& keyset);

}  // namespace signet::crypto
