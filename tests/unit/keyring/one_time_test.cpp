// SPDX-License-Identifier: Apache-2.0
#include "keyring/one_time.hpp"
#include "keyring/passphrase.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace signet::keyring {
namespace {

const auto kLink = *LinkId::parse("once_abcdefghij");

TEST(OneTime, OpensWithItsKeyAndHashOnly) {
  auto& random = crypto::system_random();
  const SecretBytes key(ByteView(Bytes(kLinkKeyBytes, 1))), other(ByteView(Bytes(kLinkKeyBytes, 2)));
  const auto plain = as_bytes("the value");
  const auto sealed = seal_for_link(kLink, key.expose(), other.expose(), plain, random);
  const auto opens = [&](const LinkId& link, ByteView with, ByteView hash, ByteView bytes) {
    const auto opened = open_for_link(link, with, hash, bytes);
    return opened && opened->expose_text() == "the value";
  };
  EXPECT_TRUE(opens(kLink, key.expose(), other.expose(), sealed));
  EXPECT_FALSE(opens(kLink, other.expose(), other.expose(), sealed));
  EXPECT_FALSE(opens(kLink, key.expose(), {}, sealed)) << "without the passphrase";
  EXPECT_FALSE(opens(kLink, key.expose(), key.expose(), sealed)) << "with another one";
  EXPECT_FALSE(opens(*LinkId::parse("once_0000000000"), key.expose(), other.expose(), sealed));
  for (std::size_t length = 0; length < sealed.size(); ++length)
    EXPECT_FALSE(opens(kLink, key.expose(), other.expose(), ByteView(sealed).first(length)));
}

TEST(Passphrases, AreHashedWithTheirSalt) {
  PassphraseHasher hasher;
  const Bytes salt(kSaltBytes, 1), other(kSaltBytes, 2);
  const auto one = hasher.hash(as_bytes("open sesame"), salt);
  ASSERT_TRUE(one);
  EXPECT_EQ(one->size(), 32U);
  EXPECT_TRUE(constant_time_equal(one->expose(), hasher.hash(as_bytes("open sesame"), salt)->expose()));
  EXPECT_FALSE(constant_time_equal(one->expose(), hasher.hash(as_bytes("open sesame"), other)->expose()));
  EXPECT_FALSE(constant_time_equal(one->expose(), hasher.hash(as_bytes("open sesamE"), salt)->expose()));
  EXPECT_THROW((void)hasher.hash(as_bytes("x"), Bytes(kSaltBytes - 1)), std::invalid_argument);
}

TEST(Passphrases, AreTurnedAwayWhenTooManyWait) {
  PassphraseHasher hasher;
  const Bytes salt(kSaltBytes, 1);
  constexpr unsigned kMost = PassphraseHasher::kAtOnce + PassphraseHasher::kWaiting;
  std::atomic<unsigned> hashed = 0, refused = 0;
  {
    std::vector<std::jthread> callers;
    for (unsigned i = 0; i < kMost + 12; ++i)
      callers.emplace_back([&] { hasher.hash(as_bytes("x"), salt) ? ++hashed : ++refused; });
  }
  EXPECT_EQ(hashed + refused, kMost + 12);
  EXPECT_GE(hashed, kMost - 2) << "who comes in time is served";
  EXPECT_TRUE(hasher.hash(as_bytes("x"), salt)) << "and it goes on afterwards";
}

}  // namespace
}  // namespace signet::keyring
