// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/hybrid_key_proof.hpp"

#include "signet/crypto/digest.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

constexpr std::string_view kMachine = "0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e";

Bytes some_blob() { return Bytes(1'221, 7); }

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
  EXPECT_FALSE(
      verify_sealing_key(kMachine, some_blob(), 12, PrivateKey::generate(Algorithm::ed25519).public_key(), proof));
}

}  // namespace
}  // namespace signet::crypto
