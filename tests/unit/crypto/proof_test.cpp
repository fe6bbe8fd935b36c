// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/proof.hpp"

#include "signet/crypto/digest.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

TEST(Proof, IsOverPurposeSubjectAlgorithmAndKey) {
  const PrivateKey key = PrivateKey::from_seed(Algorithm::mldsa65, Bytes(32, 1));
  EXPECT_EQ(proof_message(ProofPurpose::enrol, "token", key.public_key()).expose_text(),
            "signet-enrol-v1:token:ML-DSA-65:" + sha256_hex(key.public_key().raw()));
}

TEST(Proof, HoldsForNothingElse) {
  constexpr ProofPurpose kPurposes[] = {ProofPurpose::enrol, ProofPurpose::operator_, ProofPurpose::rotate,
                                        ProofPurpose::kem};
  const PrivateKey key = PrivateKey::generate(kDefaultAlgorithm), other = PrivateKey::generate(kDefaultAlgorithm);
  for (const ProofPurpose made_for : kPurposes) {
    const Bytes proof = make_proof(made_for, "subject", key);
    for (const ProofPurpose purpose : kPurposes) {
      EXPECT_EQ(verify_proof(purpose, "subject", key.public_key(), proof), purpose == made_for);
    }
    EXPECT_FALSE(verify_proof(made_for, "subject2", key.public_key(), proof));
    EXPECT_FALSE(verify_proof(made_for, "", key.public_key(), proof));
    EXPECT_FALSE(verify_proof(made_for, "subject", other.public_key(), proof));
    EXPECT_FALSE(verify_proof(made_for, "subject", key.public_key(), {}));
  }
}

}  // namespace
}  // namespace signet::crypto
