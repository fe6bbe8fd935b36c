// SPDX-License-Identifier: Apache-2.0
#include "printable.hpp"

#include <gtest/gtest.h>

namespace signet::cli {
namespace {

TEST(Printable, LeavesWritingOfAllKindsAlone) {
  for (const char* text : {"", "plain", "p\u00e4ss", "\u65e5\u672c", "\U0001F511", "a\\b", "\u0627\u0644"}) {
    EXPECT_EQ(printable(text), text);
    EXPECT_EQ(printable_lines(text), text);
  }
}

TEST(Printable, ShowsWhatIsHiddenAsWhatItIs) {
  EXPECT_EQ(printable("\x1b[2J"), "\\u{1b}[2J");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\u{0}b");
  EXPECT_EQ(printable("\r\n\t\x7f"), "\\u{d}\\u{a}\\u{9}\\u{7f}");
  EXPECT_EQ(printable("\u0085\u009b"), "\\u{85}\\u{9b}");
  EXPECT_EQ(printable("\u202e\u2066\u200f"), "\\u{202e}\\u{2066}\\u{200f}");
  EXPECT_EQ(printable("\u200b\u2060\ufeff\u00ad"), "\\u{200b}\\u{2060}\\u{feff}\\u{ad}");
  EXPECT_EQ(printable("\U000E0041\ufe0f"), "\\u{e0041}\\u{fe0f}");
}

TEST(Printable, ShowsBytesThatAreNotText) {
  EXPECT_EQ(printable("a\xff\xc3"), "a\\xff\\xc3");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(printable("\xe2\x82"
                      "a"),
            "\\xe2\\x82a");  // cut short
}

TEST(Printable, KeepsLinesWhereTheyAreWanted) { EXPECT_EQ(printable_lines("a\n\tb\r\x1b"), "a\n\tb\\u{d}\\u{1b}"); }

TEST(Printable, CountsCharacters) { EXPECT_EQ(width_of("p\u00e4\u65e5"), 3u); }

}  // namespace
}  // namespace signet::cli
