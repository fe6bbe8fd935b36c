// SPDX-License-Identifier: Apache-2.0
#include "utf8.hpp"

#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

/// The bytes that the pattern of UTF-8 gives, whether or not it may.
std::string pattern(char32_t c, int length) {
  if (length == 1) return {static_cast<char>(c)};
  std::string text;
  for (int i = 0; i < length - 1; ++i, c >>= 6U) text.insert(text.begin(), static_cast<char>(0x80U | (c & 0x3FU)));
  text.insert(text.begin(), static_cast<char>((0xF00U >> static_cast<unsigned>(length)) | c));
  return text;
}

TEST(Utf8, HasOneTextForEachCodePoint) {
  for (char32_t c = 0; c < 0x120000; ++c) {
    const int shortest = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    const bool exists = c < 0xD800 || (c > 0xDFFF && c < 0x110000);
    const std::string text = pattern(c, shortest);
    std::string_view rest = text;
    const auto taken = take_code_point(rest);
    ASSERT_EQ(taken.has_value(), exists) << std::hex << static_cast<unsigned>(c);
    if (exists) {
      ASSERT_TRUE(*taken == c && rest.empty());
    }
    for (int longer = shortest + 1; longer <= 4; ++longer) ASSERT_FALSE(is_utf8(pattern(c, longer)));
  }
}

TEST(Utf8, RefusesWhatIsCutOrStray) {
  for (const std::string_view text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\xA0", "\xE2\x82\x41", "\xF0\x9F\x94",
        "\xF0\x9F\x94\x41", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF", "a\xFF", "\xC3\xA9\x80"}) {
    EXPECT_FALSE(is_utf8(text)) << ::testing::PrintToString(text);
  }
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
  EXPECT_TRUE(
      is_utf8("Gr\xC3\xB6\xC3\x9F"
              "e \xF0\x9F\x94\x91"));
}

}  // namespace
}  // namespace signet
