// SPDX-License-Identifier: Apache-2.0
// Two of three families over one payload, and every way in which that can be not quite so.
#include "signet/crypto/bundle.hpp"

#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace signet::crypto {
namespace {

PublicKey public_of(const PrivateKey& key) { return key.public_key(); }

struct World {
  PrivateKey slh = PrivateKey::generate(Algorithm::slhdsa_sha2_128s), mldsa = PrivateKey::generate(Algorithm::mldsa65),
             ed25519 = PrivateKey::generate(Algorithm::ed25519);
  Keyset keyset = *Keyset::make(2, {public_of(ed25519), public_of(mldsa), public_of(slh)});
  Bytes payload{1, 2, 3};
  // Signed once, since SLH-DSA takes its time.
  Bytes all = sign_bundle(keyset, payload, std::array{&slh, &mldsa, &ed25519});
  Bundle entries = *decode_bundle(all);
  BundleEntry of_slh = entries[0], of_mldsa = entries[1], of_ed25519 = entries[2];
};

const World& world() {
  static const World made;
  return made;
}

BundleEntry entry(const PrivateKey& key, ByteView message) {
  return {key.algorithm(), key.public_key().fingerprint(), key.sign(message)};
}

TEST(Bundle, IsGoodWithTwoOrThreeOfThree) {
  const World& w = world();
  const auto three = verify_bundle(w.keyset, w.payload, w.all);
  ASSERT_TRUE(three) << describe(three.error());
  EXPECT_EQ(three->size(), 3U);
  EXPECT_EQ(three->front(), (BundleSigner{Algorithm::slhdsa_sha2_128s, w.slh.public_key().fingerprint()}));
  for (const Bundle& two : {Bundle{w.of_slh, w.of_mldsa}, Bundle{w.of_slh, w.of_ed25519},
                            Bundle{w.of_mldsa, w.of_ed25519}}) {
    const auto signers = verify_bundle(w.keyset, w.payload, encode_bundle(two));
    ASSERT_TRUE(signers) << describe(signers.error());
    EXPECT_EQ(signers->size(), 2U);
  }
}

TEST(Bundle, HasItsSizes) {
  const World& w = world();
  EXPECT_EQ(w.all.size(), 11'342U);
  EXPECT_EQ(encode_bundle({w.of_mldsa, w.of_ed25519}).size(), 3'449U);
  EXPECT_EQ(encode_bundle({w.of_slh, w.of_ed25519}).size(), 7'996U);
  EXPECT_EQ(encode_bundle({w.of_slh, w.of_mldsa}).size(), 11'241U);
  EXPECT_EQ(encode_bundle(w.entries), w.all);
  EXPECT_EQ(longest_bundle(), 12'660U);
  EXPECT_LT((longest_bundle() + 2) / 3 * 4 + 16, limits::kMaxHeaderLine);
}

struct Case {
  std::string name;
  BundleFault fault;
  std::function<Bytes(const World&)> bundle;
};

Bytes changed(Bytes bytes, std::size_t at, std::uint8_t value) {
  bytes.at(at) = value;
  return bytes;
}

// Where the entry of SLH-DSA, the first, begins and has its length.
constexpr std::size_t kFirst = 2, kFirstLength = kFirst + 1 + 32;

std::vector<Case> cases() {
  using enum BundleFault;
  return {
      {"nothing", malformed, [](const World&) { return Bytes{}; }},
      {"a head alone", malformed, [](const World&) { return Bytes{2, 2}; }},
      {"version 0", malformed, [](const World& w) { return changed(w.all, 0, 0); }},
      {"version 1", malformed, [](const World& w) { return changed(w.all, 0, 1); }},
      {"version 3", malformed, [](const World& w) { return changed(w.all, 0, 3); }},
      {"count 0", count, [](const World& w) { return changed(w.all, 1, 0); }},
      {"count 1", count, [](const World& w) { return encode_bundle({w.of_mldsa}); }},
      {"count 4", count, [](const World& w) { return changed(w.all, 1, 4); }},
      {"count below the entries", malformed, [](const World& w) { return changed(w.all, 1, 2); }},
      {"count above the entries", malformed,
       [](const World& w) { return changed(encode_bundle({w.of_mldsa, w.of_ed25519}), 1, 3); }},
      {"a byte behind", malformed,
       [](const World& w) {
         Bytes longer = w.all;
         longer.push_back(0);
         return longer;
       }},
      {"a byte less", malformed, [](const World& w) { return Bytes(w.all.begin(), w.all.end() - 1); }},
      {"a length one less", length, [](const World& w) { return changed(w.all, kFirstLength + 3, 0xAF); }},
      {"a length one more", length, [](const World& w) { return changed(w.all, kFirstLength + 3, 0xB1); }},
      {"a length beyond everything", length, [](const World& w) { return changed(w.all, kFirstLength, 0xFF); }},
      {"one signature twice", order, [](const World& w) { return encode_bundle({w.of_mldsa, w.of_mldsa}); }},
      {"not in order", order, [](const World& w) { return encode_bundle({w.of_ed25519, w.of_mldsa}); }},
      {"one family twice", family,
       [](const World& w) {
         BundleEntry other = w.of_slh;
         other.algorithm = Algorithm::slhdsa_shake_128s;
         return encode_bundle({w.of_slh, other});
       }},
      {"an algorithm that is reserved", algorithm, [](const World& w) { return changed(w.all, kFirst, 0x20); }},
      {"an algorithm that signs releases", algorithm, [](const World& w) { return changed(w.all, kFirst, 0x03); }},
      {"an algorithm that is none", algorithm, [](const World& w) { return changed(w.all, kFirst, 0xFF); }},
      {"a hybrid", algorithm,
       [](const World& w) {
         return encode_bundle({w.of_mldsa, entry(PrivateKey::generate(Algorithm::ed25519_mldsa65), w.payload)});
       }},
      {"a key of somebody else", unknown_key,
       [](const World& w) {
         return encode_bundle(
             {w.of_mldsa, entry(PrivateKey::generate(Algorithm::ed25519), w.keyset.message(w.payload))});
       }},
      {"a fingerprint of another member", unknown_key,
       [](const World& w) {
         BundleEntry lying = w.of_ed25519;
         lying.fingerprint = w.of_mldsa.fingerprint;
         return encode_bundle({w.of_mldsa, lying});
       }},
      {"a good and a bad one", signature,
       [](const World& w) {
         BundleEntry bad = w.of_mldsa;
         bad.signature[100] ^= 1U;
         return encode_bundle({bad, w.of_ed25519});
       }},
      {"two good ones and a bad third", signature,
       [](const World& w) {
         BundleEntry bad = w.of_slh;
         bad.signature[100] ^= 1U;
         return encode_bundle({bad, w.of_mldsa, w.of_ed25519});
       }},
      {"a signature over the payload alone", signature,
       [](const World& w) { return encode_bundle({w.of_mldsa, entry(w.ed25519, w.payload)}); }},
      {"a signature over another payload", signature,
       [](const World& w) { return encode_bundle({w.of_mldsa, entry(w.ed25519, w.keyset.message(Bytes{1, 2}))}); }},
      {"a signature under another keyset", signature,
       [](const World& w) {
         const auto other = Keyset::make(2, {public_of(w.ed25519), public_of(w.mldsa)});
         return encode_bundle({w.of_mldsa, entry(w.ed25519, other->message(w.payload))});
       }},
      {"a signature under another threshold", signature,
       [](const World& w) {
         const auto other = Keyset::make(3, w.keyset.keys());
         return encode_bundle({w.of_mldsa, entry(w.ed25519, other->message(w.payload))});
       }},
  };
}

TEST(Bundle, IsRefusedForWhatIsWrongWithIt) {
  for (const Case& c : cases()) {
    const auto verified = verify_bundle(world().keyset, world().payload, c.bundle(world()));
    ASSERT_FALSE(verified) << c.name;
    EXPECT_EQ(describe(verified.error()), describe(c.fault)) << c.name;
  }
}

TEST(Bundle, IsRefusedBelowTheThreshold) {
  const World& w = world();
  const auto strict = Keyset::make(3, w.keyset.keys());
  const Bytes message = strict->message(w.payload);
  const auto two =
      verify_bundle(*strict, w.payload, encode_bundle({entry(w.mldsa, message), entry(w.ed25519, message)}));
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error(), BundleFault::too_few);
  EXPECT_THROW(static_cast<void>(sign_bundle(*strict, w.payload, std::array{&w.mldsa, &w.ed25519})),
               std::invalid_argument);
}

TEST(Bundle, IsNotSignedByStrangers) {
  const World& w = world();
  const PrivateKey stranger = PrivateKey::generate(Algorithm::ed25519);
  EXPECT_THROW(static_cast<void>(sign_bundle(w.keyset, w.payload, std::array{&w.mldsa, &stranger})),
               std::invalid_argument);
}

TEST(Bundle, IsRefusedCutAnywhere) {
  const World& w = world();
  const Bytes bundle = encode_bundle({w.of_mldsa, w.of_ed25519});
  for (std::size_t size = 0; size < bundle.size(); ++size) {
    EXPECT_FALSE(decode_bundle(ByteView(bundle).first(size))) << size;
  }
}

TEST(Bundle, IsRefusedWithAnyByteChanged) {
  const World& w = world();
  const Bytes bundle = encode_bundle({w.of_mldsa, w.of_ed25519});
  for (std::size_t at = 0; at < bundle.size(); at += at < 64 || at > 3'300 ? 1 : 37) {
    EXPECT_FALSE(verify_bundle(w.keyset, w.payload, changed(bundle, at, bundle[at] ^ 1U))) << at;
  }
}

}  // namespace
}  // namespace signet::crypto
