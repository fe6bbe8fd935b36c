// SPDX-License-Identifier: Apache-2.0
#include "hybrid.hpp"

#include "ed25519.hpp"
#include "signet/crypto/keys.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

class Hybrid : public ::testing::Test {
 protected:
  const PrivateKey key = PrivateKey::from_seed(Algorithm::ed25519_mldsa65, Bytes(64, 1));
  const PrivateKey other = PrivateKey::from_seed(Algorithm::ed25519_mldsa65, Bytes(64, 2));
  const Bytes message{1, 2, 3};
  const Bytes signature = key.sign(message);

  static Bytes join(ByteView ed25519, ByteView mldsa) {
    Bytes joined(ed25519.begin(), ed25519.end());
    joined.insert(joined.end(), mldsa.begin(), mldsa.end());
    return joined;
  }
  static ByteView ed25519_half(ByteView bytes) { return bytes.first(64); }
  static ByteView mldsa_half(ByteView bytes) { return bytes.subspan(64); }
};

TEST_F(Hybrid, IsBothSignaturesOverTheSameBytes) {
  const auto halves = hybrid::split_public_key(Algorithm::ed25519_mldsa65, key.public_key().raw());
  ASSERT_TRUE(halves);
  const auto ed25519_key = PublicKey::from_raw(Algorithm::ed25519, halves->ed25519);
  const auto mldsa_key = PublicKey::from_raw(Algorithm::mldsa65, halves->mldsa);
  EXPECT_TRUE(ed25519_key->verify(message, ed25519_half(signature)));
  EXPECT_TRUE(mldsa_key->verify(message, mldsa_half(signature)));
  EXPECT_EQ(hybrid::join_public_keys(halves->ed25519, halves->mldsa), key.public_key().raw());
}

TEST_F(Hybrid, IsRefusedWithAnyByteOfItChanged) {
  for (std::size_t at = 0; at < signature.size(); at += at < 64 ? 1 : 61) {
    Bytes changed = signature;
    changed[at] ^= 0x10U;
    EXPECT_FALSE(key.public_key().verify(message, changed)) << at;
  }
}

TEST_F(Hybrid, IsRefusedWithAHalfFromElsewhere) {
  const Bytes of_another_message = key.sign(Bytes{1, 2});
  const Bytes of_another_key = other.sign(message);
  for (const Bytes& foreign : {of_another_message, of_another_key, Bytes(3'373, 0)}) {
    EXPECT_FALSE(key.public_key().verify(message, foreign));
    EXPECT_FALSE(key.public_key().verify(message, join(ed25519_half(foreign), mldsa_half(signature))));
    EXPECT_FALSE(key.public_key().verify(message, join(ed25519_half(signature), mldsa_half(foreign))));
  }
  EXPECT_FALSE(key.public_key().verify(message, join(mldsa_half(signature), ed25519_half(signature))));
  EXPECT_FALSE(key.public_key().verify(message, ed25519_half(signature)));
  EXPECT_FALSE(key.public_key().verify(message, mldsa_half(signature)));
  EXPECT_TRUE(key.public_key().verify(message, join(ed25519_half(signature), mldsa_half(key.sign(message)))));
}

TEST_F(Hybrid, HasOneFraming) {
  const Bytes blob = key.public_key().raw();
  for (const std::size_t at : {0U, 1U, 2U, 35U, 36U}) {
    for (unsigned value = 0; value < 256; ++value) {
      Bytes changed = blob;
      changed[at] = static_cast<std::uint8_t>(value);
      EXPECT_EQ(PublicKey::from_raw(Algorithm::ed25519_mldsa65, changed).has_value(), changed == blob)
          << at << ' ' << value;
      EXPECT_EQ(PublicKey::from_stored(Algorithm::ed25519_mldsa65, changed).has_value(), changed == blob);
    }
  }
}

}  // namespace
}  // namespace signet::crypto
