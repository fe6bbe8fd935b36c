// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/hybrid_key_proof.hpp"

#include "signet/crypto/digest.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

constexpr std::string_view kMachine = "0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e";

Bytes some_blob() {
  Bytes blob(kSealingKeyBytes, 7);
  blob[0] = 0x01, blob[1] = 0x00, blob[2] = 0x20;
  blob[35] = 0x04, blob[36] = 0xa0;
  return blob;
}

TEST(HybridKeyProof, SaysMachineAlgorithmKeyAndEpoch) {
  EXPECT_EQ(sealing_key_message(kMachine, some_blob(), 12),
            "signet-kem-v1:0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e:X25519+ML-KEM-768:" + sha256_hex(some_blob()) + ":12");
}

TEST(HybridKeyProof, IsGoodForThatAlone) {
  const auto key = PrivateKey::generate(Algorithm::ed25519_mldsa65);
  const auto proof = prove_sealing_key(kMachine, some_blob(), 12, key);
  EXPECT_TRUE(verify_sealing_key(kMachine, some_blob(), 12, key.public_key(), proof));
  EXPECT_FALSE(verify_sealing_key(kMachine, some_blob(), 1, key.public_key(), proof));
  EXPECT_FALSE(verify_sealing_key("0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3f", some_blob(), 12, key.public_key(), proof));
  auto other = some_blob();
  other.back() ^= 1;
  EXPECT_FALSE(verify_sealing_key(kMachine, other, 12, key.public_key(), proof));
  EXPECT_FALSE(verify_sealing_key(kMachine, some_blob(), 12, PrivateKey::generate(Algorithm::ed25519).public_key(), proof));
}

TEST(HybridKeyProof, KnowsTheFormOfAKey) {
  EXPECT_TRUE(is_sealing_key(some_blob()));
  for (const std::size_t at : {0, 1, 2, 35, 36}) {
    auto blob = some_blob();
    blob[at] ^= 1;
    EXPECT_FALSE(is_sealing_key(blob)) << at;
  }
  for (const std::size_t length : {std::size_t{0}, kSealingKeyBytes - 1, kSealingKeyBytes + 1}) {
    auto blob = some_blob();
    blob.resize(length);
    EXPECT_FALSE(is_sealing_key(blob)) << length;
  }
}

}  // namespace
}  // namespace signet::crypto
