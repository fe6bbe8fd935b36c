// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/algorithm.hpp"

#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace signet {
namespace {

TEST(Algorithm, IsFoundByItsExactNameOnly) {
  EXPECT_EQ(parse_algorithm("Ed25519"), Algorithm::ed25519);
  EXPECT_EQ(parse_algorithm("ML-DSA-65"), Algorithm::mldsa65);
  EXPECT_EQ(parse_algorithm("Ed25519+ML-DSA-65"), Algorithm::ed25519_mldsa65);
  for (const char* other : {"", "ed25519", "ED25519", " Ed25519", "Ed25519 ", "EdDSA", "none", "ML-DSA-66", "ml-dsa-87",
                            "MLDSA65", "ML-DSA-65+Ed25519", "Ed25519,ML-DSA-65", "FN-DSA"}) {
    EXPECT_EQ(parse_algorithm(other), std::nullopt) << other;
  }
}

TEST(Algorithm, IsFoundByTheLengthOfItsSignatures) {
  EXPECT_EQ(algorithm_with_signature_of(64), Algorithm::ed25519);
  EXPECT_EQ(algorithm_with_signature_of(3'309), Algorithm::mldsa65);
  EXPECT_EQ(algorithm_with_signature_of(3'373), Algorithm::ed25519_mldsa65);
  EXPECT_EQ(algorithm_with_signature_of(7'856), Algorithm::slhdsa_sha2_128s);
  for (const std::size_t other : {0U, 63U, 65U, 3'308U, 3'310U, 3'372U, 3'374U}) {
    EXPECT_EQ(algorithm_with_signature_of(other), std::nullopt) << other;
  }
}

TEST(Algorithm, KnowsItsNumbers) {
  // Two sets of the same length: one of them says its name.
  EXPECT_TRUE(must_be_named(Algorithm::slhdsa_shake_128s));
  for (const AlgorithmInfo& known : kRequestAlgorithms) {
    EXPECT_EQ(must_be_named(known.id), known.id == Algorithm::slhdsa_shake_128s) << known.name;
    // Base64 in a header line with its name.
    EXPECT_LT((known.signature + 2) / 3 * 4 + 32, limits::kMaxHeaderLine) << known.name;
  }
  for (const AlgorithmInfo& known : kAlgorithms) {
    EXPECT_EQ(&info(known.id), &known);
    EXPECT_EQ(parse_algorithm(known.name), known.id);
  }
  for (const AlgorithmInfo& known : kSigningAlgorithms) {
    if (known.family != Family::hybrid) continue;
    const AlgorithmInfo &one = info(Algorithm::ed25519), &two = info(known.half);
    EXPECT_EQ(known.public_key, 1U + 2 + one.public_key + 2 + two.public_key);
    EXPECT_EQ(known.signature, one.signature + two.signature);
    EXPECT_EQ(known.seed, one.seed + two.seed);
    EXPECT_EQ(known.level, two.level);
  }
  EXPECT_THROW(static_cast<void>(info(Algorithm{0})), std::logic_error);
  EXPECT_THROW(static_cast<void>(info(Algorithm{0xFF})), std::logic_error);
}

// The documents that cannot include the table say the same.
TEST(Algorithm, IsTheSameInTheDocuments) {
  const auto read = [](const char* path) {
    std::ifstream file(std::string(SIGNET_SOURCE_DIR) + path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  std::string listed;
  for (const AlgorithmInfo& known : kRequestAlgorithms) listed.append(listed.empty() ? "" : ", ").append(known.name);
  EXPECT_TRUE(read("/schema/openapi.yaml").contains("    Algorithm: {type: string, enum: [" + listed + "]}\n"));
  const auto protocol = read("/docs/protocol.md");
  for (const AlgorithmInfo& known : kRequestAlgorithms)
    EXPECT_TRUE(protocol.contains("`" + std::string(known.name) + "`")) << known.name;
}

TEST(Algorithm, SaysWhyItCannotSignRequests) {
  for (const AlgorithmInfo& known : kRequestAlgorithms) EXPECT_FALSE(why_not_for_requests(known.id)) << known.name;
  EXPECT_EQ(std::ranges::count_if(kAlgorithms, [](const auto& a) { return why_not_for_requests(a.id).has_value(); }),
            static_cast<std::ptrdiff_t>(kAlgorithms.size() - kRequestAlgorithms.size()));
  EXPECT_TRUE(why_not_for_requests(Algorithm::slhdsa_sha2_192s)->contains("too long for a request"));
  EXPECT_TRUE(why_not_for_requests(Algorithm::fndsa512)->contains("FIPS 206"));
  EXPECT_TRUE(why_not_for_requests(Algorithm::hqc192)->contains("FIPS 207"));
  EXPECT_TRUE(why_not_for_requests(Algorithm::x25519_mlkem768)->contains("signs nothing"));
}

}  // namespace
}  // namespace signet
