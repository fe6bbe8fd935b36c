// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/digest.hpp"
#include "signet/crypto/keys.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <chrono>

namespace signet::crypto {
namespace {

TEST(Nobody, NeverSignedAnything) {
  const Bytes message{1, 2, 3};
  for (const AlgorithmInfo& known : kAlgorithms) {
    EXPECT_FALSE(verify_against_nobody(known.id, message, Bytes(known.signature, 0)));
    if (!signs(known) || known.family == Family::hash) continue;
    EXPECT_FALSE(verify_against_nobody(known.id, message, PrivateKey::generate(known.id).sign(message)));
  }
  for (const std::size_t size : {0U, 1U, 63U, 65U, 3'310U, 100'000U}) {
    EXPECT_FALSE(verify_against_nobody(Algorithm::ed25519, message, Bytes(size)));
    EXPECT_FALSE(verify_against_nobody({}, message, Bytes(size)));
  }
  EXPECT_EQ(ERR_peek_error(), 0U);
}

// Its private half is no secret.
TEST(Nobody, IsNotImpersonatedByItsOwnKey) {
  const Bytes message{1, 2, 3};
  const auto seed = sha256(as_bytes("signet/nobody/v1"));
  EXPECT_FALSE(verify_against_nobody(Algorithm::ed25519, message,
                                     PrivateKey::from_seed(Algorithm::ed25519, seed).sign(message)));
  EXPECT_FALSE(verify_against_nobody(Algorithm::mldsa65, message,
                                     PrivateKey::from_seed(Algorithm::mldsa65, seed).sign(message)));
}

// Within a factor of four of a real key over many runs: whether there is a verification at all, not how noisy the host
// is.
TEST(Nobody, CostsWhatARealKeyCosts) {
  using Clock = std::chrono::steady_clock;
  const auto time_of = [](auto&& verify) {
    const auto start = Clock::now();
    for (int i = 0; i < 200; ++i) verify();
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  const Bytes message{1, 2, 3};
  for (const AlgorithmInfo& known : kRequestAlgorithms) {
    const PrivateKey key = PrivateKey::generate(known.id), stranger = PrivateKey::generate(known.id);
    const Bytes signature = stranger.sign(message);
    verify_against_nobody(known.id, message, signature);
    const double real = time_of([&] { EXPECT_FALSE(key.public_key().verify(message, signature)); });
    const double nobody = time_of([&] { verify_against_nobody(known.id, message, signature); });
    EXPECT_LT(nobody, real * 4) << known.name;
    EXPECT_GT(nobody, real / 4) << known.name;
  }
}

}  // namespace
}  // namespace signet::crypto
