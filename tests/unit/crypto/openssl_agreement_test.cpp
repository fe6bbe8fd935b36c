// SPDX-License-Identifier: Apache-2.0
// Our key files are OpenSSL's, byte for byte, though no parser of its reads them.
#include "ed25519.hpp"
#include "key_forms.hpp"
#include "library.hpp"
#include "post_quantum.hpp"
#include "signet/crypto/keys.hpp"

#include <gtest/gtest.h>
#include <openssl/x509.h>

namespace signet::crypto {
namespace {

EvpPkey openssl_key(Algorithm algorithm, ByteView seed) {
  if (algorithm != Algorithm::ed25519) return post_quantum::expand(algorithm, seed);
  return EvpPkey(EVP_PKEY_new_raw_private_key_ex(library().context, "ED25519", nullptr, seed.data(), seed.size()));
}

template <class Encode>
Bytes encoded(const EvpPkey& key, Encode encode) {
  unsigned char* der = nullptr;
  const int size = encode(key.get(), &der);
  const Bytes bytes(der, der + size);
  OPENSSL_free(der);
  return bytes;
}

class OpenSslAgreement : public ::testing::TestWithParam<Algorithm> {
 protected:
  Bytes seed = Bytes(info(GetParam()).seed, 7);
  PrivateKey key = PrivateKey::from_seed(GetParam(), seed);
  EvpPkey theirs = openssl_key(GetParam(), seed);
};

INSTANTIATE_TEST_SUITE_P(All, OpenSslAgreement,
                         ::testing::Values(Algorithm::ed25519, Algorithm::mldsa44, Algorithm::mldsa65,
                                           Algorithm::mldsa87, Algorithm::slhdsa_sha2_128f, Algorithm::slhdsa_sha2_192f,
                                           Algorithm::slhdsa_sha2_256f, Algorithm::slhdsa_shake_128f,
                                           Algorithm::slhdsa_shake_192f, Algorithm::slhdsa_shake_256f),
                         [](const auto& each) {
                           std::string name(signet::info(each.param).name);
                           std::erase(name, '-');
                           return name;
                         });

std::size_t private_file_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::ed25519: return 48;
    case Algorithm::mldsa44: return 2'626;
    case Algorithm::mldsa65: return 4'098;
    case Algorithm::mldsa87: return 4'962;
    default: return info(algorithm).secret_key + (info(algorithm).secret_key < 0x70 ? 20 : 22);
  }
}

TEST_P(OpenSslAgreement, OnThePublicFile) {
  EXPECT_EQ(encoded(theirs, i2d_PUBKEY), public_key_der(GetParam(), key.public_key().raw()));
}

TEST_P(OpenSslAgreement, OnReadingOurPrivateFile) {
  const SecretBytes der = private_key_der(GetParam(), seed);
  const unsigned char* at = der.expose().data();
  const EvpPkey read(d2i_AutoPrivateKey_ex(nullptr, &at, static_cast<long>(der.size()), library().context, nullptr));
  ASSERT_TRUE(read);
  EXPECT_EQ(at, der.expose().data() + der.size());
  EXPECT_EQ(EVP_PKEY_eq(read.get(), theirs.get()), 1);
}

// Ed25519 is the same 48 bytes; ML-DSA is written by OpenSSL with seed and expanded key.
TEST_P(OpenSslAgreement, OnReadingItsPrivateFile) {
  const Bytes der = encoded(theirs, i2d_PrivateKey);
  EXPECT_EQ(der.size(), private_file_of(GetParam()));
  const auto read = parse_private_key(der);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->algorithm, GetParam());
  EXPECT_TRUE(constant_time_equal(read->seed, seed));
}

// OpenSSL takes bytes behind the end of a key for the next thing in the input; we for damage.
TEST_P(OpenSslAgreement, NotOnTrailingBytes) {
  Bytes der = encoded(theirs, i2d_PrivateKey);
  der.push_back(0);
  const unsigned char* at = der.data();
  EXPECT_TRUE(EvpPkey(d2i_AutoPrivateKey_ex(nullptr, &at, static_cast<long>(der.size()), library().context, nullptr)));
  EXPECT_FALSE(parse_private_key(der));
}

TEST_P(OpenSslAgreement, OnSignatures) {
  const Bytes message{1, 2, 3};
  const Bytes signature = key.sign(message);
  const EvpMdCtx context(EVP_MD_CTX_new());
  ASSERT_EQ(EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, library().context, nullptr, theirs.get(), nullptr),
            1);
  EXPECT_EQ(EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()), 1);
}

TEST(OpenSslAgreement, MldsaKeyWithoutItsSeedIsRefusedWithAdvice) {
  const SecretBytes expanded = PrivateKey::from_seed(Algorithm::mldsa65, Bytes(32, 7)).expanded();
  const EvpPkey without_seed(EVP_PKEY_new_raw_private_key_ex(library().context, "ML-DSA-65", nullptr,
                                                             expanded.expose().data(), expanded.size()));
  const Bytes der = encoded(without_seed, i2d_PrivateKey);
  ASSERT_EQ(der.size(), 4'060U);
  const auto refused = parse_private_key(der);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.contains("seed"));
}

}  // namespace
}  // namespace signet::crypto
