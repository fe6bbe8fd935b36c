// SPDX-License-Identifier: Apache-2.0
// Bundles that an author sealed to machines: who opens them, and every way in which one can be not quite right.
#include "signet/crypto/end_to_end.hpp"

#include "signet/schema/secret_bytes.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

struct EndToEnd : ::testing::Test {
  SealingPrivateKey web = SealingPrivateKey::from_seed(Bytes(32, 1)), db = SealingPrivateKey::from_seed(Bytes(32, 2));
  PrivateKey author = PrivateKey::from_seed(Algorithm::ed25519, Bytes(32, 3));
  EndToEndPlace place{"vault_a", "sk_1", 7};
  Bytes good = seal("value");

  Bytes seal(std::string_view value) {
    const std::vector<EndToEndRecipient> both{{"web", web.public_key()}, {"db", db.public_key()}};
    return seal_end_to_end(place, both, as_bytes(value), author, system_random());
  }
  /// With the author's signature over what it now is.
  Bytes signed_anew(Bytes bundle) {
    bundle.resize(bundle.size() - 64);
    Bytes message;
    const std::string_view label = "signet/end-to-end/v1";
    message.assign(label.begin(), label.end());
    message.push_back(0);
    message.insert(message.end(), bundle.begin(), bundle.end());
    const auto signature = author.sign(message);
    bundle.insert(bundle.end(), signature.begin(), signature.end());
    return bundle;
  }
};

// Where things stand in this bundle: 01, lp(vault_a), lp(sk_1), u64, algorithm, u16, 32 bytes, count.
constexpr std::size_t kVersionAt = 1 + 9 + 6;
constexpr std::size_t kAlgorithmAt = kVersionAt + 8;
constexpr std::size_t kCountAt = kAlgorithmAt + 1 + 2 + 32;
constexpr std::size_t kShare = 32 + kEnvelopeOverhead + 32;

TEST_F(EndToEnd, OpensForThoseItIsSealedTo) {
  for (const std::string_view value : {"value", ""}) {
    const auto bundle = read_end_to_end(seal(value));
    ASSERT_TRUE(bundle);
    EXPECT_EQ(bundle->place, place);
    EXPECT_EQ(bundle->author.raw(), author.public_key().raw());
    ASSERT_EQ(bundle->shares.size(), 2U);
    EXPECT_EQ(bundle->shares[0].machine, "db") << "in order";
    EXPECT_EQ(bundle->open("web", web)->expose_text(), value);
    EXPECT_EQ(bundle->open("db", db)->expose_text(), value);
  }
}

TEST_F(EndToEnd, OpensForNobodyElse) {
  const auto bundle = read_end_to_end(good);
  ASSERT_TRUE(bundle);
  const auto stranger = SealingPrivateKey::from_seed(Bytes(32, 9));
  EXPECT_FALSE(bundle->open("web", stranger));
  EXPECT_FALSE(bundle->open("web", db));
  EXPECT_FALSE(bundle->open("other", web));
  auto elsewhere = *bundle;
  elsewhere.place.version = 8;
  EXPECT_FALSE(elsewhere.open("web", web));
  auto exchanged = *bundle;
  std::swap(exchanged.shares[0].envelope, exchanged.shares[1].envelope);
  EXPECT_FALSE(exchanged.open("web", web));
  auto renamed = *bundle;
  renamed.shares[1].machine = "app";
  EXPECT_FALSE(renamed.open("app", web));
  auto changed = *bundle;
  changed.sealed.back() ^= 1U;
  EXPECT_FALSE(changed.open("web", web));
}

TEST_F(EndToEnd, IsSignedInEveryByte) {
  for (std::size_t at = 0; at < good.size(); at += at < 100 || at > good.size() - 120 ? 1 : 37) {
    auto changed = good;
    changed[at] ^= 1U;
    EXPECT_FALSE(read_end_to_end(changed)) << at;
  }
}

TEST_F(EndToEnd, HasExactlyItsForm) {
  ASSERT_TRUE(read_end_to_end(signed_anew(good))) << "or the rest would be refused for its signature";
  const auto with = [&](std::size_t at, std::uint8_t byte) {
    auto changed = good;
    changed.at(at) = byte;
    return read_end_to_end(signed_anew(std::move(changed)));
  };
  EXPECT_FALSE(with(0, 0));
  EXPECT_FALSE(with(0, 2));
  EXPECT_FALSE(with(2, 0)) << "an empty vault";
  EXPECT_FALSE(with(kAlgorithmAt, 0x11)) << "another algorithm's key";
  EXPECT_FALSE(with(kAlgorithmAt, 0xa1)) << "one that does not sign";
  EXPECT_FALSE(with(kAlgorithmAt, 0xff));
  EXPECT_FALSE(with(kCountAt, 0));
  EXPECT_FALSE(with(kCountAt, 1));
  EXPECT_FALSE(with(kCountAt, 3));
  EXPECT_FALSE(with(kCountAt, 33));
  EXPECT_FALSE(with(kCountAt + 3, 'x')) << "machines out of order";
  const auto length_at = kCountAt + 1 + 2 + 2 + kShare + 2 + 3 + kShare + 3;
  EXPECT_FALSE(with(length_at, static_cast<std::uint8_t>(good.at(length_at) + 1)));
  EXPECT_FALSE(with(length_at, static_cast<std::uint8_t>(good.at(length_at) - 1)));
  EXPECT_FALSE(with(length_at, 27)) << "no room for nonce and tag";
  auto longer = good;
  longer.push_back(0);
  EXPECT_FALSE(read_end_to_end(longer));
  EXPECT_FALSE(read_end_to_end(signed_anew(longer)));
  for (std::size_t size = 0; size < good.size(); size += 29) EXPECT_FALSE(read_end_to_end(ByteView(good).first(size)));
  EXPECT_FALSE(read_end_to_end(Bytes(kLongestEndToEnd + 1, 1)));
}

TEST_F(EndToEnd, HoldsTheLargestValueForAllItCanBeFor) {
  std::vector<EndToEndRecipient> many;
  for (std::size_t n = 0; n < kMostRecipients; ++n)
    many.push_back({"0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c" + std::to_string(10 + n), web.public_key()});
  const auto hybrid = PrivateKey::generate(Algorithm::ed25519_mldsa65);
  const std::string value(128 * 1'024, 'v');
  const auto bundle = read_end_to_end(seal_end_to_end(place, many, as_bytes(value), hybrid, system_random()));
  ASSERT_TRUE(bundle);
  EXPECT_EQ(bundle->open(many.back().machine, web)->expose_text(), value);
  const auto seal_for = [&](const std::vector<EndToEndRecipient>& whom) {
    return seal_end_to_end(place, whom, as_bytes("v"), author, system_random());
  };
  many.push_back({"one more", web.public_key()});
  EXPECT_THROW(static_cast<void>(seal_for(many)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(seal_for({})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(seal_for({many[0], many[0]})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(seal_for({{"", web.public_key()}})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(seal_for({{std::string(256, 'm'), web.public_key()}})), std::invalid_argument);
}

}  // namespace
}  // namespace signet::crypto
