// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/digest.hpp"

#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace signet::crypto {
namespace {

TEST(Sha256, GivesTheKnownAnswers) {
  EXPECT_EQ(sha256_hex({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex(as_bytes("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(Bytes(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfPartsIsThatOfTheirSum) {
  EXPECT_EQ(sha256({as_bytes("a"), {}, as_bytes("bc")}), sha256(as_bytes("abc")));
  EXPECT_EQ(sha256(std::initializer_list<ByteView>{}), sha256(ByteView{}));
}

TEST(Sha256, WorksInSeveralThreads) {
  const Sha256 expected = sha256(as_bytes("abc"));
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1'000; ++n) EXPECT_EQ(sha256(as_bytes("abc")), expected);
    });
  }
}

TEST(Hkdf, HasLimits) {
  EXPECT_EQ(hkdf_sha256(as_bytes("key"), {}, "", 255 * 32).size(), 255U * 32);
  EXPECT_THROW(static_cast<void>(hkdf_sha256(as_bytes("key"), {}, "", 255 * 32 + 1)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(hkdf_sha256(as_bytes("key"), {}, "", 0)), std::invalid_argument);
}

TEST(Hkdf, TakesAnEmptySaltForZeros) {
  EXPECT_TRUE(constant_time_equal(hkdf_sha256(as_bytes("key"), {}, "x", 32).expose(),
                                  hkdf_sha256(as_bytes("key"), Bytes(32, 0), "x", 32).expose()));
}

TEST(Hmac, GivesTheKnownAnswers) {
  EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  EXPECT_EQ(to_hex(hmac_sha256(Bytes(131, 0xaa), as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace
}  // namespace signet::crypto
