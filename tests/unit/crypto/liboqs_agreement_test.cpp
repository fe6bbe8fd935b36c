// SPDX-License-Identifier: Apache-2.0
// OpenSSL and liboqs give the same verdict about every ML-DSA signature, good or spoiled.
#include "post_quantum.hpp"
#include "signet/crypto/random.hpp"
#include "verify_by_liboqs.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

Bytes random_bytes(std::size_t size) {
  Bytes bytes(size);
  system_random().fill(bytes);
  return bytes;
}

struct Signed {
  Algorithm algorithm;
  Bytes key, message, signature;
};

/// Both verdicts, which must be one.
bool verdict(const Signed& one) {
  const auto key = post_quantum::import_public_key(one.algorithm, one.key);
  const bool by_openssl = post_quantum::verify_by_openssl(one.algorithm, key, one.message, one.signature);
  EXPECT_EQ(verify_by_liboqs(one.algorithm, one.key, one.message, one.signature), by_openssl);
  EXPECT_EQ(post_quantum::verify(one.algorithm, key, one.message, one.signature), by_openssl);
  return by_openssl;
}

Signed some_signed(Algorithm algorithm, std::size_t length) {
  const auto key = post_quantum::expand(algorithm, random_bytes(info(algorithm).seed));
  Signed made{algorithm, post_quantum::public_key_of(algorithm, key), random_bytes(length), {}};
  made.signature = post_quantum::sign(algorithm, key, made.message);
  return made;
}

void flip_some_bit(Bytes& bytes) {
  bytes[system_random().below(bytes.size())] ^= static_cast<std::uint8_t>(1 << system_random().below(8));
}

class BothBackends : public testing::TestWithParam<Algorithm> {};

TEST_P(BothBackends, TakeWhatWasSigned) {
  for (const std::size_t length : {0, 1, 250, 5'000}) EXPECT_TRUE(verdict(some_signed(GetParam(), length)));
}

TEST_P(BothBackends, RefuseWhatWasSpoiled) {
  for (int round = 0; round < 200; ++round) {
    auto spoiled = some_signed(GetParam(), 100);
    flip_some_bit(round % 3 == 0 ? spoiled.key : round % 3 == 1 ? spoiled.message : spoiled.signature);
    EXPECT_FALSE(verdict(spoiled));
  }
}

// The hints at the end have an encoding of their own: counts that must not fall, and zeros behind them.
TEST_P(BothBackends, AgreeAboutEveryByteOfTheHints) {
  const auto good = some_signed(GetParam(), 32);
  for (std::size_t back = 1; back <= 90; ++back) {
    for (const std::uint8_t value : std::initializer_list<std::uint8_t>{0x00, 0x01, 0x7f, 0xff}) {
      auto other = good;
      auto& byte = other.signature[other.signature.size() - back];
      if (byte == value) continue;
      byte = value;
      EXPECT_FALSE(verdict(other)) << back;
    }
  }
}

TEST_P(BothBackends, RefuseNoise) {
  for (int round = 0; round < 50; ++round) {
    auto noise = some_signed(GetParam(), 32);
    noise.signature = random_bytes(noise.signature.size());
    EXPECT_FALSE(verdict(noise));
  }
}

INSTANTIATE_TEST_SUITE_P(MlDsa, BothBackends,
                         testing::Values(Algorithm::mldsa44, Algorithm::mldsa65, Algorithm::mldsa87));

}  // namespace
}  // namespace signet::crypto
