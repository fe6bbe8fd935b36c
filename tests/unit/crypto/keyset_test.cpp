// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/keyset.hpp"

#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

namespace signet::crypto {
namespace {

PublicKey made(Algorithm algorithm, std::uint8_t seed = 1) {
  return PrivateKey::from_seed(algorithm, Bytes(info(algorithm).seed, seed)).public_key();
}

TEST(Keyset, IsKeptAndReadAgain) {
  for (const unsigned threshold : {2U, 3U}) {
    const auto keyset = Keyset::make(
        threshold, {made(Algorithm::ed25519), made(Algorithm::slhdsa_shake_128s), made(Algorithm::mldsa87)});
    ASSERT_TRUE(keyset) << keyset.error().message;
    const Bytes bytes = keyset->encode();
    EXPECT_EQ(to_hex(ByteView(bytes).first(6)), threshold == 2 ? "010203070020" : "010303070020");
    EXPECT_EQ(bytes.size(), 3 + 3 * 3 + 32 + 2'592 + 32);
    for (const auto from : {Keyset::From::stranger, Keyset::From::database}) {
      const auto again = Keyset::decode(bytes, from);
      ASSERT_TRUE(again) << again.error().message;
      EXPECT_EQ(again->encode(), bytes);
      EXPECT_EQ(again->threshold(), threshold);
      EXPECT_EQ(again->policy(), keyset->policy());
    }
  }
}

TEST(Keyset, DecidesWhatIsSigned) {
  const auto keyset = Keyset::make(2, {made(Algorithm::ed25519), made(Algorithm::mldsa65)});
  const Bytes message = keyset->message(as_bytes("payload"));
  const std::string label("signet/multisig/v1\0", 19);
  EXPECT_EQ(as_text(message), label + std::string(as_text(keyset->policy())) + std::string("\0\0\0\7", 4) + "payload");
  EXPECT_EQ(keyset->policy(), sha256({as_bytes(label), keyset->encode()}));
}

TEST(Keyset, IsNotMadeOfJustAnything) {
  const PublicKey ed25519 = made(Algorithm::ed25519), mldsa = made(Algorithm::mldsa65);
  struct {
    const char* name;
    unsigned threshold;
    std::vector<PublicKey> keys;
    const char* error;
  } const cases[] = {
      {"no key", 2, {}, "a keyset has two or three keys"},
      {"one key", 1, {ed25519}, "a keyset has two or three keys"},
      {"four keys", 2, {ed25519, mldsa, ed25519, mldsa}, "a keyset has two or three keys"},
      {"threshold 0", 0, {ed25519, mldsa}, "a threshold is two at least, and no more than there are keys"},
      {"threshold 1", 1, {ed25519, mldsa}, "a threshold is two at least, and no more than there are keys"},
      {"threshold 3 of 2", 3, {ed25519, mldsa}, "a threshold is two at least, and no more than there are keys"},
      {"one key twice", 2, {mldsa, mldsa}, "the keys of a keyset are each of another family"},
      {"one family twice", 2, {mldsa, made(Algorithm::mldsa87)}, "the keys of a keyset are each of another family"},
      {"a hybrid", 2, {ed25519, made(Algorithm::ed25519_mldsa65)},
       "a key of Ed25519+ML-DSA-65 cannot be in a keyset: only single keys that sign requests"},
      {"a set for releases", 2, {ed25519, made(Algorithm::slhdsa_sha2_128f)},
       "a key of SLH-DSA-SHA2-128f cannot be in a keyset: only single keys that sign requests"},
  };
  for (const auto& c : cases) {
    const auto keyset = Keyset::make(c.threshold, c.keys);
    ASSERT_FALSE(keyset) << c.name;
    EXPECT_EQ(keyset.error().message, c.error) << c.name;
  }
}

TEST(Keyset, HasOneEncoding) {
  const Bytes good = Keyset::make(2, {made(Algorithm::ed25519), made(Algorithm::mldsa65)})->encode();
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(Keyset::decode(ByteView(good).first(size), Keyset::From::stranger)) << size;
  }
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(Keyset::decode(longer, Keyset::From::stranger));
  // Version, threshold, count, algorithm and length of the first key.
  for (const std::size_t at : {0U, 1U, 2U, 3U, 4U, 5U}) {
    for (unsigned value = 0; value < 256; ++value) {
      Bytes changed = good;
      changed[at] = static_cast<std::uint8_t>(value);
      EXPECT_EQ(Keyset::decode(changed, Keyset::From::stranger).has_value(), changed == good) << at << ' ' << value;
    }
  }
  // The same two, the other way around.
  Bytes swapped(good.begin(), good.begin() + 3);
  swapped.insert(swapped.end(), good.end() - 35, good.end());
  swapped.insert(swapped.end(), good.begin() + 3, good.end() - 35);
  EXPECT_FALSE(Keyset::decode(swapped, Keyset::From::stranger));
  // A point of small order.
  Bytes weak = good;
  std::fill(weak.end() - 32, weak.end(), std::uint8_t{0});
  EXPECT_FALSE(Keyset::decode(weak, Keyset::From::stranger));
}

}  // namespace
}  // namespace signet::crypto
