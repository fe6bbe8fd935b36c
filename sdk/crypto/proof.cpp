// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/proof.hpp"

#include "signet/crypto/digest.hpp"

#include <stdexcept>

namespace signet::crypto {
namespace {

std::string_view prefix(ProofPurpose purpose) {
  switch (purpose) {
    case ProofPurpose::enrol: return "signet-enrol-v1";
    case ProofPurpose::operator_: return "signet-operator-v1";
    case ProofPurpose::rotate: return "signet-rotate-v1";
    case ProofPurpose::kem: return "signet-kem-v1";
  }
  throw std::logic_error("a proof without a purpose");
}

}  // namespace

std::string proof_message(ProofPurpose purpose, std::string_view subject, const PublicKey& key) {
  std::string message(prefix(purpose));
  message.append(":").append(subject);
  message.append(":").append(info(key.algorithm()).name);
  message.append(":").append(sha256_hex(key.raw()));
  return message;
}

Bytes make_proof(ProofPurpose purpose, std::string_view subject, const PrivateKey& key) {
  return key.sign(as_bytes(proof_message(purpose, subject, key.public_key())));
}

bool verify_proof(ProofPurpose purpose, std::string_view subject, const PublicKey& key, ByteView proof) {
  return key.verify(as_bytes(proof_message(purpose, subject, key)), proof);
}

}  // namespace signet::crypto
