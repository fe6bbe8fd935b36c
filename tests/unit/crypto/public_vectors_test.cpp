// SPDX-License-Identifier: Apache-2.0
#include "key_forms.hpp"
#include "post_quantum.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/crypto/keys.hpp"
#include "signet/schema/encoding.hpp"
#include "support/vectors.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

using nlohmann::json;
using ::signet::testing::find_public_vectors;
using ::signet::testing::hex_bytes;
using ::signet::testing::kNoPublicVectors;

constexpr auto kMldsa = Algorithm::mldsa65;

bool is_valid(const json& test) { return test.at("result") == "valid"; }
std::string id(const json& test) { return "tcId " + test.at("tcId").dump(); }

TEST(PublicVectors, WycheproofEd25519) {
  const auto file = find_public_vectors("wycheproof_ed25519.json");
  if (!file) GTEST_SKIP() << kNoPublicVectors;
  int run = 0;
  for (const json& group : file->at("testGroups")) {
    const auto key = PublicKey::from_raw(Algorithm::ed25519, hex_bytes(group.at("publicKey").at("pk")));
    const Bytes der = hex_bytes(group.at("publicKeyDer"));
    const auto found = find_public_key(der);
    ASSERT_TRUE(key && found);
    EXPECT_TRUE(constant_time_equal(found->raw, key->raw()));
    for (const json& test : group.at("tests")) {
      EXPECT_EQ(key->verify(hex_bytes(test.at("msg")), hex_bytes(test.at("sig"))), is_valid(test)) << id(test);
      ++run;
    }
  }
  EXPECT_EQ(run, file->at("numberOfTests").get<int>());
}

TEST(PublicVectors, Rfc8032) {
  const auto file = find_public_vectors("rfc8032_ed25519.json");
  if (!file) GTEST_SKIP() << kNoPublicVectors;
  for (const json& test : *file) {
    const PrivateKey key = PrivateKey::from_seed(Algorithm::ed25519, hex_bytes(test.at("secretKey")));
    const Bytes message = hex_bytes(test.at("message"));
    EXPECT_EQ(key.public_key().raw(), hex_bytes(test.at("publicKey")));
    EXPECT_EQ(key.sign(message), hex_bytes(test.at("signature")));
    EXPECT_TRUE(key.public_key().verify(message, hex_bytes(test.at("signature"))));
  }
}

TEST(PublicVectors, WycheproofMldsaVerify) {
  const auto file = find_public_vectors("wycheproof_mldsa_65_verify.json");
  if (!file) GTEST_SKIP() << kNoPublicVectors;
  int run = 0;
  for (const json& group : file->at("testGroups")) {
    const auto key = PublicKey::from_raw(Algorithm::mldsa65, hex_bytes(group.at("publicKey")));
    for (const json& test : group.at("tests")) {
      ++run;
      // We know no context: a signature made with one must not verify.
      const bool with_context = test.contains("ctx") && !test.at("ctx").get<std::string>().empty();
      const bool verified = key && key->verify(hex_bytes(test.at("msg")), hex_bytes(test.at("sig")));
      EXPECT_EQ(verified, is_valid(test) && !with_context) << id(test);
    }
  }
  EXPECT_EQ(run, file->at("numberOfTests").get<int>());
}

TEST(PublicVectors, AcvpMldsaVerify) {
  const auto file = find_public_vectors("acvp_mldsa65_sigver.json");
  if (!file) GTEST_SKIP() << kNoPublicVectors;
  int run = 0;
  for (const json& group : file->at("testGroups")) {
    for (const json& test : group.at("tests")) {
      const auto key = PublicKey::from_raw(Algorithm::mldsa65, hex_bytes(test.at("pk")));
      ASSERT_TRUE(key);
      const bool with_context = !test.at("context").get<std::string>().empty();
      const bool verified = key->verify(hex_bytes(test.at("message")), hex_bytes(test.at("signature")));
      EXPECT_EQ(verified, test.at("testPassed").get<bool>() && !with_context) << id(test);
      ++run;
    }
  }
  EXPECT_EQ(run, 15);
}

TEST(PublicVectors, WycheproofMldsaSignFromSeed) {
  const auto file = find_public_vectors("wycheproof_mldsa_65_sign_seed.json");
  if (!file) GTEST_SKIP() << kNoPublicVectors;
  int keys = 0, signatures = 0;
  for (const json& group : file->at("testGroups")) {
    const Bytes seed = hex_bytes(group.at("privateSeed"));
    if (seed.size() != info(kMldsa).seed) {
      EXPECT_THROW(static_cast<void>(post_quantum::expand(kMldsa, seed)), std::invalid_argument);
      continue;
    }
    const EvpPkey key = post_quantum::expand(kMldsa, seed);
    ++keys;
    EXPECT_EQ(post_quantum::public_key_of(kMldsa, key), hex_bytes(group.at("publicKey")));
    if (group.contains("privateKeyPkcs8")) {
      const Bytes der = hex_bytes(group.at("privateKeyPkcs8"));
      const auto read = parse_private_key(der);
      ASSERT_TRUE(read) << read.error().message;
      EXPECT_TRUE(constant_time_equal(read->seed, seed));
      EXPECT_TRUE(constant_time_equal(private_key_der(Algorithm::mldsa65, seed).expose(), der));
    }
    for (const json& test : group.at("tests")) {
      const bool with_context = test.contains("ctx") && !test.at("ctx").get<std::string>().empty();
      if (!is_valid(test) || with_context || !test.contains("msg")) continue;
      const Bytes message = hex_bytes(test.at("msg")), expected = hex_bytes(test.at("sig"));
      EXPECT_TRUE(post_quantum::verify(kMldsa, key, message, expected)) << id(test);
      const bool randomised = test.at("flags").dump().contains("Randomized");
      if (randomised) continue;
      EXPECT_EQ(post_quantum::sign_deterministically(kMldsa, key, message), expected) << id(test);
      ++signatures;
    }
  }
  EXPECT_GE(keys, 20);
  EXPECT_GE(signatures, 60);
  RecordProperty("signatures", signatures);
}

TEST(PublicVectors, WycheproofHkdf) {
  const auto file = find_public_vectors("wycheproof_hkdf_sha256.json");
  if (!file) GTEST_SKIP() << kNoPublicVectors;
  int run = 0;
  for (const json& group : file->at("testGroups")) {
    for (const json& test : group.at("tests")) {
      ++run;
      const Bytes ikm = hex_bytes(test.at("ikm")), salt = hex_bytes(test.at("salt")),
                  info_bytes = hex_bytes(test.at("info"));
      const auto size = test.at("size").get<std::size_t>();
      if (!is_valid(test)) {
        EXPECT_THROW(static_cast<void>(hkdf_sha256(ikm, salt, as_text(info_bytes), size)), std::invalid_argument)
            << id(test);
        continue;
      }
      EXPECT_EQ(to_hex(hkdf_sha256(ikm, salt, as_text(info_bytes), size).expose()), test.at("okm").get<std::string>())
          << id(test);
    }
  }
  EXPECT_EQ(run, file->at("numberOfTests").get<int>());
}

}  // namespace
}  // namespace signet::crypto
