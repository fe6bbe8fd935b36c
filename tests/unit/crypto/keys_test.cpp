// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/keys.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace signet::crypto {
namespace {

class Keys : public ::testing::TestWithParam<Algorithm> {
 protected:
  const AlgorithmInfo& expected = info(GetParam());
  PrivateKey key = PrivateKey::generate(GetParam());
  Bytes message = {1, 2, 3};
};

INSTANTIATE_TEST_SUITE_P(All, Keys,
                         // The slow sets of SLH-DSA are in own_vectors_test.cpp.
                         ::testing::Values(Algorithm::ed25519, Algorithm::mldsa44, Algorithm::mldsa65,
                                           Algorithm::mldsa87, Algorithm::ed25519_mldsa65, Algorithm::ed25519_mldsa87,
                                           Algorithm::slhdsa_sha2_128f),
                         [](const auto& algorithm) {
                           std::string name(signet::info(algorithm.param).name);
                           std::erase_if(name, [](char c) { return c == '-' || c == '+'; });
                           return name;
                         });

TEST_P(Keys, HaveTheSizesOfTheirAlgorithm) {
  EXPECT_EQ(key.algorithm(), GetParam());
  EXPECT_EQ(key.public_key().raw().size(), expected.public_key);
  EXPECT_EQ(key.sign(message).size(), expected.signature);
}

TEST_P(Keys, SignAndVerify) {
  const Bytes signature = key.sign(message);
  const auto read = PublicKey::from_raw(GetParam(), key.public_key().raw());
  ASSERT_TRUE(read) << read.error().message;
  for (const PublicKey* public_key : {&*read, &key.public_key()}) {
    EXPECT_TRUE(public_key->verify(message, signature));
    EXPECT_FALSE(public_key->verify(Bytes{1, 2, 4}, signature));
    EXPECT_FALSE(public_key->verify({}, signature));
  }
  EXPECT_FALSE(PrivateKey::generate(GetParam()).public_key().verify(message, signature));
}

TEST_P(Keys, SignNothingAndMuch) {
  EXPECT_TRUE(key.public_key().verify({}, key.sign({})));
  const Bytes much(1'000'000, 7);
  EXPECT_TRUE(key.public_key().verify(much, key.sign(much)));
}

TEST_P(Keys, RefuseASignatureOfAnotherLength) {
  Bytes signature = key.sign(message);
  signature.push_back(0);
  EXPECT_FALSE(key.public_key().verify(message, signature));
  signature.resize(signature.size() - 2);
  EXPECT_FALSE(key.public_key().verify(message, signature));
  EXPECT_FALSE(key.public_key().verify(message, {}));
}

TEST_P(Keys, AreMadeFromASeedOfOneLength) {
  const std::size_t size = expected.seed;
  const PrivateKey once = PrivateKey::from_seed(GetParam(), Bytes(size, 7));
  const PrivateKey again = PrivateKey::from_seed(GetParam(), Bytes(size, 7));
  EXPECT_EQ(once.public_key().raw(), again.public_key().raw());
  EXPECT_TRUE(again.public_key().verify(message, once.sign(message)));
  for (const std::size_t other : {std::size_t{0}, std::size_t{31}, size - 1, size + 1, std::size_t{100}}) {
    EXPECT_THROW(static_cast<void>(PrivateKey::from_seed(GetParam(), Bytes(other, 7))), std::invalid_argument) << other;
  }
}

TEST_P(Keys, GiveTheirFirstSeed) {
  Bytes seed(expected.seed);
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(i);
  const PrivateKey made = PrivateKey::from_seed(GetParam(), seed);
  const std::size_t first = has_ed25519(GetParam()) ? 32 : seed.size();
  EXPECT_TRUE(constant_time_equal(made.first_seed(), ByteView(seed).first(first)));
  EXPECT_TRUE(made.has_seed());
  EXPECT_TRUE(constant_time_equal(made.seed().expose(), seed));
}

TEST_P(Keys, ComeBackFromTheirFiles) {
  const SecretBytes pem = key.to_pem();
  const auto read = PrivateKey::from_pem(pem.expose_text());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->public_key().raw(), key.public_key().raw());
  EXPECT_TRUE(constant_time_equal(read->to_pem().expose(), pem.expose()));

  const auto read_public = PublicKey::from_pem(key.public_key().to_pem());
  ASSERT_TRUE(read_public) << read_public.error().message;
  EXPECT_EQ(read_public->raw(), key.public_key().raw());
  EXPECT_EQ(read_public->algorithm(), GetParam());
  EXPECT_FALSE(PublicKey::from_pem(pem.expose_text()));
  EXPECT_FALSE(PrivateKey::from_pem(key.public_key().to_pem()));
}

TEST_P(Keys, ComeBackFromTheDatabase) {
  const auto stored = PublicKey::from_stored(GetParam(), key.public_key().raw());
  ASSERT_TRUE(stored);
  EXPECT_TRUE(stored->verify(message, key.sign(message)));
  EXPECT_EQ(stored->fingerprint(), key.public_key().fingerprint());
  EXPECT_FALSE(PublicKey::from_stored(GetParam(), Bytes(expected.public_key - 1)));
  EXPECT_FALSE(PublicKey::from_stored(GetParam(), Bytes(expected.public_key + 1)));
}

TEST_P(Keys, AreIdentifiedByAlgorithmAndBytes) {
  Bytes hashed{static_cast<std::uint8_t>(GetParam())};
  hashed.insert(hashed.end(), key.public_key().raw().begin(), key.public_key().raw().end());
  EXPECT_EQ(key.public_key().fingerprint(), sha256(hashed));
  EXPECT_EQ(fingerprint(GetParam(), key.public_key().raw()), sha256(hashed));
}

TEST_P(Keys, MayBeSharedByThreads) {
  const PublicKey& public_key = key.public_key();
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 10; ++n) EXPECT_TRUE(public_key.verify(message, key.sign(message)));
    });
  }
}

TEST_P(Keys, CanBeMoved) {
  PrivateKey moved = std::move(key);
  key = PrivateKey::generate(Algorithm::ed25519);
  EXPECT_TRUE(moved.public_key().verify(message, moved.sign(message)));
}

TEST(Fingerprints, OfAHybridAreThoseOfItsHalvesToo) {
  const Bytes seed(64, 9);
  const auto hybrid = PrivateKey::from_seed(Algorithm::ed25519_mldsa65, seed).public_key().all_fingerprints();
  const auto ed25519 =
      PrivateKey::from_seed(Algorithm::ed25519, ByteView(seed).first(32)).public_key().all_fingerprints();
  const auto mldsa =
      PrivateKey::from_seed(Algorithm::mldsa65, ByteView(seed).first(32)).public_key().all_fingerprints();
  ASSERT_EQ(hybrid.size(), 3U);
  ASSERT_EQ(ed25519.size(), 1U);
  ASSERT_EQ(mldsa.size(), 1U);
  EXPECT_EQ(hybrid[1], ed25519[0]);
  EXPECT_EQ(hybrid[2], mldsa[0]);
  EXPECT_NE(hybrid[0], hybrid[1]);
}

// A damaged database does not make a key under which anything verifies.
TEST(StoredKeys, OfSmallOrderVerifyNothing) {
  Bytes identity(32, 0);
  identity[0] = 1;
  EXPECT_FALSE(PublicKey::from_raw(Algorithm::ed25519, identity));
  const auto stored = PublicKey::from_stored(Algorithm::ed25519, identity);
  ASSERT_TRUE(stored);
  Bytes signature(64, 0);
  signature[0] = 1;
  EXPECT_FALSE(stored->verify(as_bytes("anything"), signature));
  EXPECT_FALSE(
      stored->verify(as_bytes("anything"), PrivateKey::generate(Algorithm::ed25519).sign(as_bytes("anything"))));
}

TEST(KeyErrors, SayWhatIsWrongWithoutTheKey) {
  const auto refused = PublicKey::from_raw(Algorithm::ed25519, Bytes(31));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "a public key of algorithm Ed25519 has 32 bytes; this one has 31");
}

}  // namespace
}  // namespace signet::crypto
