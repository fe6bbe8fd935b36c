// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace signet {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Both decoders, which must agree.
std::optional<Bytes> decode(std::string_view text) {
  const auto bytes = from_base64(text);
  const auto secret = secret_from_base64(text);
  EXPECT_EQ(bytes.has_value(), secret.has_value()) << ::testing::PrintToString(text);
  if (bytes && secret) {
    EXPECT_TRUE(constant_time_equal(*bytes, secret->expose())) << ::testing::PrintToString(text);
  }
  return bytes;
}

Bytes random_bytes(std::size_t size, std::mt19937& random) {
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

TEST(Base64, ComesBackForEveryLength) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    const Bytes bytes = random_bytes(size, random);
    const std::string text = to_base64(bytes);
    EXPECT_EQ(text, secret_to_base64(bytes).expose_text());
    EXPECT_EQ(text.size(), (size + 2) / 3 * 4);
    EXPECT_EQ(decode(text), bytes);
  }
}

TEST(Base64, ComesBackForEveryOneAndTwoBytes) {
  for (unsigned a = 0; a < 256; ++a) {
    const Bytes one{static_cast<std::uint8_t>(a)};
    ASSERT_EQ(from_base64(to_base64(one)), one);
    for (unsigned b = 0; b < 256; ++b) {
      const Bytes two{static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b)};
      ASSERT_EQ(from_base64(to_base64(two)), two);
    }
  }
}

// Every group of four: all letters that matter in each two places, some in the other two.
TEST(Base64, AgreesWithLibsodiumOnEveryGroup) {
  const std::string letters = std::string(kAlphabet) + std::string("= \n\r\t-_.:\x80\xFF\0", 13);
  const std::string fillers = "AQgw/=";
  constexpr std::array<std::array<std::size_t, 4>, 6> kPlaces{
      {{0, 1, 2, 3}, {0, 2, 1, 3}, {0, 3, 1, 2}, {1, 2, 0, 3}, {1, 3, 0, 2}, {2, 3, 0, 1}}};
  std::size_t accepted = 0;
  for (const auto& place : kPlaces) {
    for (const char a : letters)
      for (const char b : letters)
        for (const char c : fillers)
          for (const char d : fillers) {
            std::string group(4, ' ');
            group[place[0]] = a, group[place[1]] = b, group[place[2]] = c, group[place[3]] = d;
            const auto bytes = decode(group);
            if (!bytes) continue;
            ++accepted;
            ASSERT_EQ(to_base64(*bytes), group);
          }
    if (HasFailure()) return;
  }
  EXPECT_GT(accepted, 100'000U);
}

TEST(Base64, RefusesEveryByteOutsideTheAlphabetInEveryPlace) {
  for (const std::string_view good : {"QUJDRA==", "QUJDREU=", "QUJDREVG"}) {
    for (std::size_t at = 0; at < good.size(); ++at) {
      for (int c = -128; c < 128; ++c) {
        std::string text(good);
        text[at] = static_cast<char>(c);
        const auto bytes = decode(text);
        if (bytes) {
          EXPECT_EQ(to_base64(*bytes), text);
        }
        if (!kAlphabet.contains(static_cast<char>(c)) && c != '=') {
          EXPECT_FALSE(bytes) << ::testing::PrintToString(text);
        }
      }
    }
  }
}

TEST(Base64, RefusesPaddingInsideAndTextBehindTheEnd) {
  for (const std::string_view text :
       {"QUI=QUI=", "QUI=x", "QUI==", " QUI=", "QUI", "QUJ=", "QR==", "====", "Q===", "="}) {
    EXPECT_EQ(decode(text), std::nullopt) << text;
  }
}

TEST(Base64Url, HasOneTextForOneValue) {
  for (const auto& [hex, text] :
       {std::pair{"", ""}, {"00", "AA"}, {"fbff", "-_8"}, {"fbefbe", "----"}, {"ffffff", "____"}}) {
    EXPECT_EQ(to_base64url(*from_hex(hex)), text);
    EXPECT_EQ(from_base64url(text), from_hex(hex));
  }
  for (const char* const text : {"A", "AAAAA", "AB", "AA==", "AA=", "+/8", "-_9", "AA\n", " AA", "AAA=", "=", "===="}) {
    EXPECT_FALSE(from_base64url(text)) << text;
  }
}

TEST(Base64, AgreesWithLibsodiumOnRandomDamage) {
  std::mt19937 random(2);
  const std::string letters = std::string(kAlphabet) + "==== \n-_";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = to_base64(random_bytes(random() % 40, random));
    if (!text.empty()) text[random() % text.size()] = letters[random() % letters.size()];
    if (random() % 4 == 0) text.resize(random() % (text.size() + 1));
    const auto bytes = decode(text);
    if (bytes) {
      ASSERT_EQ(to_base64(*bytes), text);
    }
  }
}

}  // namespace
}  // namespace signet
