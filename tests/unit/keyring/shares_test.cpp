// SPDX-License-Identifier: Apache-2.0
// Shamir's sharing, and the shares that people keep.
#include "keyring/held_shares.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <sodium.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace signet::keyring {
namespace {

struct CountingRandom final : crypto::Random {
  std::uint8_t next = 0x40;
  void fill(std::span<std::uint8_t> out) override {
    for (auto& byte : out) byte = next++;
  }
  std::uint32_t below(std::uint32_t) override { return 0; }
};

Bytes counted(std::size_t size) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  return bytes;
}

/// By logarithms to the base 3, which generates the group.
struct Tables {
  std::array<unsigned, 256> log{};
  std::array<unsigned, 255> power{};
  Tables() {
    unsigned value = 1;
    for (unsigned i = 0; i < 255; ++i) {
      power[i] = value;
      log[value] = i;
      value ^= value << 1;  // times 3
      if (value > 255) value ^= 0x11b;
    }
  }
  [[nodiscard]] unsigned multiply(unsigned a, unsigned b) const {
    return a == 0 || b == 0 ? 0 : power[(log[a] + log[b]) % 255];
  }
};

TEST(Field, MultipliesAllPairsAsTheTablesDo) {
  const Tables tables;
  for (unsigned a = 0; a < 256; ++a)
    for (unsigned b = 0; b < 256; ++b)
      ASSERT_EQ(multiply(static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b)), tables.multiply(a, b))
          << a << " " << b;
  EXPECT_EQ(multiply(0x57, 0x83), 0xc1);  // FIPS 197, 4.2
}

TEST(Field, InvertsAllElements) {
  EXPECT_EQ(invert(0), 0);
  EXPECT_EQ(invert(0x53), 0xca);
  for (unsigned a = 1; a < 256; ++a)
    ASSERT_EQ(multiply(static_cast<std::uint8_t>(a), invert(static_cast<std::uint8_t>(a))), 1) << a;
}

// Computed by tests/unit/keyring/make_share_vectors.py, which knows nothing of this code.
TEST(Shares, AreThoseOfTheDocument) {
  CountingRandom random;
  const auto shares = make_shares(*SlotId::parse("slot_eeeeeeeeee"), counted(32), {3, 5}, random);
  ASSERT_EQ(shares.size(), 5U);
  EXPECT_EQ(shares[0].expose_text(),
            "signet-share-v1:AXNsb3RfZWVlZWVlZWVlZQMBICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj+35trX");
  EXPECT_EQ(shares[4].expose_text(),
            "signet-share-v1:AXNsb3RfZWVlZWVlZWVlZQMFYXRLXjUgHwrJ3OP2nYi3oio/ABV+a1RBgpeovdbD/OmAVvVx");
}

TEST(Shares, OfAnyThresholdOpenInAnyChoiceAndFewerSayNothing) {
  auto& random = crypto::system_random();
  const auto secret = counted(32);
  constexpr unsigned kCount = 6;
  for (unsigned threshold = 2; threshold <= kCount; ++threshold) {
    const auto points = split(secret, threshold, kCount, random);
    for (unsigned choice = 1; choice < 1U << kCount; ++choice) {
      std::vector<Point> chosen;
      for (const auto& point : points)
        if ((choice >> (point.x - 1) & 1U) != 0) chosen.push_back({point.x, point.y.clone()});
      const auto opened = combine(chosen);
      EXPECT_EQ(constant_time_equal(opened.expose(), secret), chosen.size() >= threshold) << threshold << " " << choice;
    }
  }
}

TEST(Shares, OfTheLargestNumberOpen) {
  const auto secret = counted(32);
  const auto points = split(secret, 255, 255, crypto::system_random());
  EXPECT_TRUE(constant_time_equal(combine(points).expose(), secret));
  EXPECT_FALSE(constant_time_equal(combine(std::span(points).first(254)).expose(), secret));
}

TEST(Shares, WhatAreNoPointsOfOnePolynomialIsRefused) {
  auto& random = crypto::system_random();
  for (const auto& [threshold, count] : std::vector<std::pair<unsigned, unsigned>>{{0, 3}, {1, 3}, {4, 3}, {2, 256}})
    EXPECT_THROW(static_cast<void>(split(counted(32), threshold, count, random)), std::invalid_argument);
  for (const auto& [threshold, count] : std::vector<std::pair<unsigned, unsigned>>{{1, 3}, {4, 3}, {2, 17}})
    EXPECT_THROW(static_cast<void>(make_shares(SlotId::make(random), counted(32), {threshold, count}, random)),
                 std::invalid_argument);
  auto points = split(counted(32), 2, 3, random);
  points[1].x = points[0].x;
  EXPECT_THROW(static_cast<void>(combine(points)), std::invalid_argument);
  points[1].x = 0;
  EXPECT_THROW(static_cast<void>(combine(points)), std::invalid_argument);
  points[1].x = 9;
  points[1].y.resize(31);
  EXPECT_THROW(static_cast<void>(combine(points)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(combine({})), std::invalid_argument);
}

struct ShareText : testing::Test {
  crypto::Random& random = crypto::system_random();
  SlotId slot = SlotId::make(random);
  std::vector<SecretBytes> shares = make_shares(slot, counted(32), {2, 3}, random);
  std::string text{shares[0].expose_text()};

  /// The share of these bytes, with the checksum that it should have.
  [[nodiscard]] std::optional<Share> parse_changed(std::size_t at, std::uint8_t value) const {
    auto bytes = *from_base64(text.substr(16));
    bytes.at(at) = value;
    const auto sum = crypto_checksum(bytes);
    std::ranges::copy(ByteView(sum).first(4), bytes.begin() + 50);
    return parse_share("signet-share-v1:" + to_base64(bytes));
  }
  static std::array<std::uint8_t, 32> crypto_checksum(const Bytes& bytes) {
    std::array<std::uint8_t, 32> digest{};
    Bytes all(16 + 50);
    std::ranges::copy(as_bytes("signet-share-v1:"), all.begin());
    std::copy_n(bytes.begin(), 50, all.begin() + 16);
    crypto_hash_sha256(digest.data(), all.data(), all.size());
    return digest;
  }
};

TEST_F(ShareText, SaysWhoseItIs) {
  EXPECT_EQ(text.size(), kShareText);
  const auto share = parse_share(text);
  ASSERT_TRUE(share);
  EXPECT_EQ(share->slot, slot);
  EXPECT_EQ(share->threshold, 2);
  EXPECT_EQ(share->point.x, 1);
  EXPECT_EQ(encode(*share).expose_text(), text);
}

TEST_F(ShareText, OneCharacterThatIsAnotherIsNoticed) {
  for (std::size_t at = 0; at < text.size(); ++at)
    for (const char other : {'A', 'z', '0', '+', '=', ' ', '\n', '\0'}) {
      if (text[at] == other) continue;
      auto changed = text;
      changed[at] = other;
      EXPECT_FALSE(parse_share(changed)) << at << " " << other;
    }
}

TEST_F(ShareText, EveryFlippedBitIsNoticed) {
  const auto bytes = *from_base64(text.substr(16));
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto changed = bytes;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1U << bit));
      EXPECT_FALSE(parse_share("signet-share-v1:" + to_base64(changed))) << at << " " << bit;
    }
}

TEST_F(ShareText, CutOrLongerIsNone) {
  for (std::size_t length = 0; length < text.size(); ++length) EXPECT_FALSE(parse_share(text.substr(0, length)));
  EXPECT_FALSE(parse_share(text + "A"));
  EXPECT_FALSE(parse_share(text + "\n"));
  EXPECT_FALSE(parse_share(" " + text));
}

TEST_F(ShareText, WhatNoShareCanSayIsRefusedThoughTheChecksumIsGood) {
  EXPECT_TRUE(parse_changed(18, 7));    // a byte of the share itself
  EXPECT_FALSE(parse_changed(0, 2));    // version
  EXPECT_FALSE(parse_changed(1, 'S'));  // slot id
  EXPECT_FALSE(parse_changed(15, 'E'));
  EXPECT_FALSE(parse_changed(16, 1));   // threshold
  EXPECT_FALSE(parse_changed(16, 17));
  EXPECT_FALSE(parse_changed(17, 0));   // x
  EXPECT_TRUE(parse_changed(17, 16));
  EXPECT_FALSE(parse_changed(17, 17));
}

TEST(ShareCountBytes, AreExactlyThese) {
  EXPECT_EQ(encode(ShareCounts{3, 5}), (Bytes{1, 3, 5}));
  const auto counts = parse_share_counts(Bytes{1, 3, 5});
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->threshold, 3U);
  EXPECT_EQ(counts->shares, 5U);
  EXPECT_TRUE(parse_share_counts(Bytes{1, 2, 16}));
  for (const auto& wrong :
       std::vector<Bytes>{{}, {1, 3}, {1, 3, 5, 0}, {0, 3, 5}, {2, 3, 5}, {1, 1, 5}, {1, 6, 5}, {1, 2, 17}})
    EXPECT_FALSE(parse_share_counts(wrong));
}

struct Held : testing::Test {
  crypto::Random& random = crypto::system_random();
  SlotId slot = SlotId::make(random);
  std::vector<SecretBytes> texts = make_shares(slot, counted(32), {3, 4}, random);
  HeldShares held;
  std::chrono::milliseconds now{1'000};

  HeldShares::Outcome give(std::size_t i) { return held.give(*parse_share(texts.at(i).expose_text()), now); }
};

TEST_F(Held, TheLastThatIsNeededGivesTheKeyUntilTheyAreDropped) {
  EXPECT_EQ(give(0).held, 1U);
  EXPECT_EQ(give(3).held, 2U);
  const auto last = give(1);
  ASSERT_EQ(last.given, HeldShares::Given::complete);
  EXPECT_TRUE(constant_time_equal(last.slot_key->expose(), counted(32)));
  const auto again = give(1);
  ASSERT_EQ(again.given, HeldShares::Given::complete) << "a request may run again";
  EXPECT_TRUE(constant_time_equal(again.slot_key->expose(), counted(32)));
  held.drop(slot);
  EXPECT_EQ(held.count(slot, now), 0U);
}

TEST_F(Held, OneThatIsGivenTwiceIsHeldOnce) {
  EXPECT_EQ(give(0).held, 1U);
  EXPECT_EQ(give(0).held, 1U);
  EXPECT_EQ(give(1).held, 2U);
  EXPECT_EQ(give(1).given, HeldShares::Given::held);
}

TEST_F(Held, TwoThatContradictAreBothGone) {
  give(0);
  give(1);
  auto other = *parse_share(texts[0].expose_text());
  other.point.y.expose_mutable()[5] ^= 1;
  EXPECT_EQ(held.give(other, now).given, HeldShares::Given::contradicts);
  EXPECT_EQ(held.count(slot, now), 0U);
}

TEST_F(Held, OfTwoSlotsDoNotMix) {
  give(0);
  give(1);
  const auto other = SlotId::make(random);
  const auto foreign = make_shares(other, counted(32), {3, 4}, random);
  EXPECT_EQ(held.give(*parse_share(foreign[2].expose_text()), now).held, 1U);
  EXPECT_EQ(held.count(slot, now), 2U);
  EXPECT_EQ(give(2).given, HeldShares::Given::complete);
  EXPECT_EQ(held.count(other, now), 1U);
  held.wipe();
  EXPECT_EQ(held.count(other, now), 0U);
}

TEST_F(Held, EachIsGoneTenMinutesAfterItCame) {
  give(0);
  now += std::chrono::minutes(4);
  give(1);
  now += std::chrono::minutes(6) - std::chrono::milliseconds(1);
  EXPECT_EQ(held.count(slot, now), 2U);
  now += std::chrono::milliseconds(1);
  EXPECT_EQ(held.count(slot, now), 1U);
  EXPECT_EQ(give(2).held, 2U) << "two of three";
  held.drop_old(now + HeldShares::kKept);
  EXPECT_EQ(held.count(slot, now), 0U);
}

}  // namespace
}  // namespace signet::keyring
