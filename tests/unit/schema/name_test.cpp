// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/name.hpp"

#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(DisplayName, IsCountedInCodePoints) {
  EXPECT_TRUE(is_display_name(repeated("a", limits::kMaxName)));
  EXPECT_FALSE(is_display_name(repeated("a", limits::kMaxName + 1)));
  EXPECT_TRUE(is_display_name(repeated("\xF0\x9F\x94\x91", limits::kMaxName)));
  EXPECT_FALSE(is_display_name(repeated("\xF0\x9F\x94\x91", limits::kMaxName + 1)));
}

TEST(DisplayName, IsUtf8) {
  EXPECT_FALSE(is_display_name("a\xFF"));
  EXPECT_FALSE(is_display_name("\xC3"));
  EXPECT_FALSE(is_display_name("\xC0\xAF"));
  EXPECT_FALSE(is_display_name("\xED\xA0\x80"));
}

TEST(DisplayName, HasNoControlCharacterAnywhere) {
  for (int c = 0; c < 0x80; ++c) {
    const std::string text{'a', static_cast<char>(c), 'b'};
    EXPECT_EQ(is_display_name(text), c >= 0x20 && c < 0x7F) << c;
  }
}

TEST(Hostname, HasItsAlphabetAndLength) {
  for (int c = -128; c < 128; ++c) {
    const auto letter = static_cast<char>(c);
    const bool allowed =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
    EXPECT_EQ(is_hostname({&letter, 1}), allowed) << c;
  }
  EXPECT_TRUE(is_hostname(repeated("a", limits::kMaxHostname)));
  EXPECT_FALSE(is_hostname(repeated("a", limits::kMaxHostname + 1)));
}

}  // namespace
}  // namespace signet
