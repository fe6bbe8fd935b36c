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

SecretBytes proof_message(ProofPurpose purpose, std::string_view subject, const PublicKey& key) {
  const auto digest = sha256_hex(key.raw());
  const auto algorithm = info(key.algorithm()).name;
  SecretBytes message;
  message.reserve(prefix(purpose).size() + subject.size() + algorithm.size() + digest.size() + 3);
  message.append(as_bytes(prefix(purpose)));
  for (const std::string_view part : {subject, algorithm, std::string_view(digest)}) {
    message.append(as_bytes(":"));
    message.append(as_bytes(part));
  }
  return message;
}

Bytes make_proof(ProofPurpose purpose, std::string_view subject, const PrivateKey& key) {
  return key.sign(proof_message(purpose, subject, key.public_key()).expose());
}

bool verify_proof(ProofPurpose purpose, std::string_view subject, const PublicKey& key, ByteView proof) {
  return key.verify(proof_message(purpose, subject, key).expose(), proof);
}

SecretBytes keyset_proof_message(std::string_view subject, const Keyset& keyset) {
  auto message = SecretBytes::from_text("signet-rotate-v1:");
  for (const std::string_view part : {subject, std::string_view(":keyset:")}) message.append(as_bytes(part));
  const auto digest = sha256_hex(keyset.encode());
  message.append(as_bytes(digest));
  return message;
}

}  // namespace signet::crypto
