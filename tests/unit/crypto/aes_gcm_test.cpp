// SPDX-License-Identifier: Apache-2.0
// The expected bytes: test case 16 of McGrew and Viega's GCM specification, and answers of Python's cryptography.
#include "signet/crypto/aes_gcm.hpp"

#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace signet::crypto {
namespace {

Bytes counting(std::size_t size) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  return bytes;
}

struct Known {
  Bytes key, nonce, plaintext, additional, sealed;
};

std::vector<Known> known_answers() {
  return {
      {*from_hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
       *from_hex("cafebabefacedbaddecaf888"),
       *from_hex(
           "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aed"
           "f5aa0de657ba637b39"),
       *from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
       *from_hex(
           "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e"
           "6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b")},
      {counting(32), counting(12), {}, {}, *from_hex("f4c2db1dc38805a37b92171c5d0a81cc")},
  };
}

TEST(AesGcm, GivesTheKnownAnswersBothWays) {
  for (const auto& known : known_answers()) {
    EXPECT_EQ(to_hex(seal_aes256_gcm(known.key, known.nonce, known.plaintext, known.additional)), to_hex(known.sealed));
    const auto opened = open_aes256_gcm(known.key, known.nonce, known.sealed, known.additional);
    ASSERT_TRUE(opened);
    EXPECT_EQ(to_hex(opened->expose()), to_hex(known.plaintext));
  }
}

TEST(AesGcm, OpensNothingThatWasTouched) {
  const auto known = known_answers().front();
  for (std::size_t i = 0; i < known.sealed.size(); ++i) {
    Bytes touched = known.sealed;
    touched[i] ^= 1U;
    EXPECT_FALSE(open_aes256_gcm(known.key, known.nonce, touched, known.additional)) << i;
  }
  EXPECT_FALSE(open_aes256_gcm(counting(32), known.nonce, known.sealed, known.additional));
  EXPECT_FALSE(open_aes256_gcm(known.key, counting(12), known.sealed, known.additional));
  EXPECT_FALSE(open_aes256_gcm(known.key, known.nonce, known.sealed, {}));
}

TEST(AesGcm, HasLengths) {
  const auto known = known_answers().front();
  EXPECT_FALSE(open_aes256_gcm(counting(31), known.nonce, known.sealed, known.additional));
  EXPECT_FALSE(open_aes256_gcm(known.key, counting(13), known.sealed, known.additional));
  EXPECT_FALSE(open_aes256_gcm(known.key, known.nonce, Bytes(15), known.additional));
  EXPECT_FALSE(open_aes256_gcm(known.key, known.nonce, {}, {}));
  EXPECT_THROW(static_cast<void>(seal_aes256_gcm(counting(33), counting(12), {}, {})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(seal_aes256_gcm(counting(32), counting(11), {}, {})), std::invalid_argument);
}

}  // namespace
}  // namespace signet::crypto
