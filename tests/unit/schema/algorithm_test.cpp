// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/algorithm.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

TEST(Algorithm, IsFoundByItsExactNameOnly) {
  EXPECT_EQ(parse_algorithm("Ed25519"), Algorithm::ed25519);
  EXPECT_EQ(parse_algorithm("ML-DSA-65"), Algorithm::mldsa65);
  EXPECT_EQ(parse_algorithm("Ed25519+ML-DSA-65"), Algorithm::ed25519_mldsa65);
  for (const char* other : {"", "ed25519", "ED25519", " Ed25519", "Ed25519 ", "EdDSA", "none", "ML-DSA-44", "ML-DSA-87",
                            "MLDSA65", "ML-DSA-65+Ed25519", "Ed25519,ML-DSA-65", "FN-DSA-512"}) {
    EXPECT_EQ(parse_algorithm(other), std::nullopt) << other;
  }
}

TEST(Algorithm, IsFoundByTheLengthOfItsSignatures) {
  EXPECT_EQ(algorithm_with_signature_of(64), Algorithm::ed25519);
  EXPECT_EQ(algorithm_with_signature_of(3'309), Algorithm::mldsa65);
  EXPECT_EQ(algorithm_with_signature_of(3'373), Algorithm::ed25519_mldsa65);
  for (const std::size_t other : {0U, 63U, 65U, 3'308U, 3'310U, 3'372U, 3'374U}) {
    EXPECT_EQ(algorithm_with_signature_of(other), std::nullopt) << other;
  }
}

TEST(Algorithm, KnowsItsNumbers) {
  for (const AlgorithmInfo& known : kAlgorithms) {
    EXPECT_EQ(&info(known.id), &known);
    EXPECT_EQ(parse_algorithm(known.name), known.id);
  }
  EXPECT_EQ(info(Algorithm::ed25519_mldsa65).public_key, 1U + 2 + 32 + 2 + 1'952);
  EXPECT_THROW(static_cast<void>(info(Algorithm{0})), std::logic_error);
  EXPECT_THROW(static_cast<void>(info(Algorithm{0xFF})), std::logic_error);
}

}  // namespace
}  // namespace signet
