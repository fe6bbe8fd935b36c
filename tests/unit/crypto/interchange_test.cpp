// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/interchange.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

PrivateKey made(Algorithm algorithm) { return PrivateKey::from_seed(algorithm, Bytes(info(algorithm).seed, 1)); }

class Interchange : public ::testing::TestWithParam<Algorithm> {
 protected:
  const PrivateKey key = made(GetParam());
  void expect_same(const std::expected<PrivateKey, KeyError>& read) const {
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->public_key().raw(), key.public_key().raw());
  }
  void expect_same(const std::expected<PublicKey, KeyError>& read) const {
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->raw(), key.public_key().raw());
  }
};

INSTANTIATE_TEST_SUITE_P(All, Interchange,
                         ::testing::Values(Algorithm::ed25519, Algorithm::mldsa44, Algorithm::mldsa65,
                                           Algorithm::mldsa87, Algorithm::ed25519_mldsa65, Algorithm::ed25519_mldsa87,
                                           Algorithm::slhdsa_sha2_128f, Algorithm::slhdsa_shake_192f,
                                           Algorithm::slhdsa_sha2_256f),
                         [](const auto& each) {
                           std::string name(signet::info(each.param).name);
                           std::erase_if(name, [](char c) { return c == '-' || c == '+'; });
                           return name;
                         });

TEST_P(Interchange, ReadsEveryForm) {
  expect_same(import_private_key(key.to_pem().expose()));
  expect_same(import_private_key(key.seed().expose(), GetParam()));
  expect_same(import_public_key(as_bytes(key.public_key().to_pem())));
  expect_same(import_public_key(key.public_key().raw(), GetParam()));
  if (!has_ed25519(GetParam())) expect_same(import_private_key(key.expanded().expose(), GetParam()));
  if (is_hybrid_signature(GetParam())) {
    EXPECT_THROW(static_cast<void>(to_der(key)), std::logic_error);
    EXPECT_THROW(static_cast<void>(to_der(key.public_key())), std::logic_error);
    return;
  }
  expect_same(import_private_key(to_der(key).expose()));
  expect_same(import_public_key(to_der(key.public_key())));
}

TEST_P(Interchange, RefusesAnotherAlgorithmThanWasSaid) {
  const auto other = GetParam() == Algorithm::ed25519 ? Algorithm::mldsa65 : Algorithm::ed25519;
  EXPECT_FALSE(import_private_key(key.to_pem().expose(), other));
  EXPECT_FALSE(import_public_key(as_bytes(key.public_key().to_pem()), other));
}

TEST_P(Interchange, RefusesEveryOtherLength) {
  const Bytes raw = key.public_key().raw();
  EXPECT_FALSE(import_public_key(ByteView(raw).first(raw.size() - 1), GetParam()));
  const auto seed = key.seed();
  EXPECT_FALSE(import_private_key(seed.expose().first(seed.size() - 1), GetParam()));
}

TEST(InterchangeOfMldsa65, TakesTheFilesOfOthersByTheirSize) {
  const PrivateKey key = made(Algorithm::mldsa65);
  const auto secret = key.expanded();
  ASSERT_EQ(secret.size(), 4'032U);
  ASSERT_EQ(key.public_key().raw().size(), 1'952U);
  const auto read = import_private_key(secret.expose());
  const auto read_public = import_public_key(key.public_key().raw());
  ASSERT_TRUE(read && read_public);
  EXPECT_EQ(read->algorithm(), Algorithm::mldsa65);
  EXPECT_EQ(read_public->algorithm(), Algorithm::mldsa65);
  EXPECT_TRUE(read_public->verify(as_bytes("m"), read->sign(as_bytes("m"))));
  EXPECT_THROW(static_cast<void>(read->to_pem()), std::logic_error);
  EXPECT_THROW(static_cast<void>(read->seed()), std::logic_error);
}

TEST(InterchangeOfMldsa65, RefusesASecretKeyWhosePartsDisagree) {
  const auto secret = made(Algorithm::mldsa65).expanded();
  // K and the small vectors are anybody's; the hash of the public key and t0 are not.
  for (const std::size_t at : {std::size_t{64}, std::size_t{127}, std::size_t{4'031}}) {
    SecretBytes damaged = secret.clone();
    damaged.expose_mutable()[at] ^= 1U;
    EXPECT_FALSE(PrivateKey::from_expanded(Algorithm::mldsa65, damaged.expose())) << at;
  }
}

TEST(InterchangeByLength, AsksWhereSeveralAlgorithmsShareOne) {
  const auto seed = import_private_key(Bytes(32, 1));
  ASSERT_FALSE(seed);
  EXPECT_EQ(seed.error().message,
            "say of which algorithm this key is: Ed25519, ML-DSA-44, ML-DSA-65, ML-DSA-87");
  const auto raw = import_public_key(Bytes(48, 1));
  ASSERT_FALSE(raw);
  EXPECT_TRUE(raw.error().message.contains("SLH-DSA-SHA2-192s"));
  EXPECT_EQ(import_private_key(Bytes(33, 1)).error().message, "no key has 33 bytes");
  EXPECT_EQ(import_private_key({}).error().message, "no key has 0 bytes");
  EXPECT_EQ(import_public_key(Bytes(1'952, 1), Algorithm::mldsa87).error().message,
            "a key of ML-DSA-87 does not have 1952 bytes");
}

}  // namespace
}  // namespace signet::crypto
