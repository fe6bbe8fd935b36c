// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/dotenv.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

/// "name=value;" for each entry, then "line reason;" for each problem.
std::string shown(std::string_view text) {
  const auto read = parse_dotenv(text);
  std::string all;
  for (const auto& entry : read.entries)
    all += std::to_string(entry.line) + " " + entry.name + "=" + std::string(entry.value.expose_text()) + ";";
  for (const auto& problem : read.problems) all += "!" + std::to_string(problem.line) + ";";
  return all;
}

TEST(Dotenv, ReadsWhatEverybodyReadsAlike) {
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown("\n# comment\n  # another\n\t\n"), "");
  EXPECT_EQ(shown("A=1"), "1 A=1;");
  EXPECT_EQ(shown("A=1\nB=\nC=''\nD=\"\"\n"), "1 A=1;2 B=;3 C=;4 D=;");
  EXPECT_EQ(shown("export A=1\nexport\tB=2"), "1 A=1;2 B=2;");
  EXPECT_EQ(shown("export=1"), "1 export=1;");
  EXPECT_EQ(shown("A=a=b:c/d@e?f&g%20+,;!*"), "1 A=a=b:c/d@e?f&g%20+,;!*;");
  EXPECT_EQ(shown("A=1 # c\nB='x' # c\nC=\"y\"\t#c\nD=z  "), "1 A=1;2 B=x;3 C=y;4 D=z;");
  EXPECT_EQ(shown("A='a # \"b\" $c \\n `d`'"), "1 A=a # \"b\" $c \\n `d`;");
  EXPECT_EQ(shown(R"(A="1\n2\t\"\\\`\$'#")"), "1 A=1\n2\t\"\\`$'#;");
  EXPECT_EQ(shown(R"(A="\r")"), "1 A=\r;");
  EXPECT_EQ(shown("A='1\n2'\nB=\"3\n4\"\nC=5"), "1 A=1\n2;3 B=3\n4;5 C=5;");
  EXPECT_EQ(shown("a.b-c_9=\xC3\xA4"), "1 a.b-c_9=\xC3\xA4;");
}

TEST(Dotenv, RefusesWhatIsReadInSeveralWaysAndGoesOn) {
  for (const std::string line :
       {"A",         "=1",        "1A=1",   "A =1",      "A= 1",     " A=1",        "A=1 2",    "A=$B",
        "A=a#b",     "A=a'b'",    "A=\\n",  "A=`b`",     "A='1'2",   "A='1'#c",     "A=\"$B\"", "A=\"`b`\"",
        "A=\"\\x\"", "A.=\"a\"b", "export", "export =1", "export A", "A-\xC3\xA4=1"})
    EXPECT_EQ(shown("X=1\n" + line + "\nY=2"), "1 X=1;3 Y=2;!2;") << line;
}

TEST(Dotenv, RefusesOpenQuotesWhereTheyBegin) {
  EXPECT_EQ(shown("X=1\nA='1\nB=2\n"), "1 X=1;!2;");
  EXPECT_EQ(shown("A=\"1\nB=2\n"), "!1;");
}

TEST(Dotenv, RefusesANameThatWasThere) { EXPECT_EQ(shown("A=1\nB=2\nA=3\nC=4"), "1 A=1;2 B=2;4 C=4;!3;"); }

TEST(Dotenv, RefusesForeignCharactersAnywhere) {
  EXPECT_EQ(shown("A=1\r\nB=2\r\n"), "!1;");
  EXPECT_EQ(shown("A=1\nB='\x01'"), "!2;");
  EXPECT_EQ(shown(std::string_view("A=\0", 3)), "!1;");
  EXPECT_EQ(shown("A=\xff"), "!1;");
  EXPECT_EQ(shown("\xEF\xBB\xBF" "A=1"), "!1;");
}

TEST(Dotenv, HasNamesUpToALimitAndStopsAfterAHundredProblems) {
  EXPECT_TRUE(is_dotenv_name(std::string(255, 'n')));
  EXPECT_FALSE(is_dotenv_name(std::string(256, 'n')));
  std::string bad;
  for (int i = 0; i < 101; ++i) bad += "bad\n";
  EXPECT_EQ(parse_dotenv(bad + "A=1").problems.size(), 100u);
  EXPECT_TRUE(parse_dotenv(bad + "A=1").entries.empty());
}

TEST(Dotenv, NeverQuotesTheText) {
  for (const auto& problem : parse_dotenv("hunter2\nhunter2 = 1\nA=hunter2 hunter2\nB='hunter2").problems)
    EXPECT_FALSE(problem.reason.contains("hunter2"));
}

TEST(Dotenv, IsWrittenSoThatItReadsAsTheSame) {
  for (const std::string value : {"", "plain", "two words", "a#b", "$HOME", "`id`", "it's", "\"", "\\", "a\nb", "a\tb",
                                  "a\r\nb", "it's \"$5\" `x` \\n \n\t\r", " ", "#", "\xC3\xA4"}) {
    SecretBytes out;
    ASSERT_TRUE(append_dotenv(out, "A_1", value)) << value;
    const auto read = parse_dotenv(out.expose_text());
    ASSERT_EQ(read.entries.size(), 1u) << out.expose_text();
    EXPECT_EQ(read.entries[0].value.expose_text(), value);
    EXPECT_TRUE(read.problems.empty());
  }
  SecretBytes out;
  EXPECT_FALSE(append_dotenv(out, "two words", "v"));
  EXPECT_FALSE(append_dotenv(out, "A", "\x01"));
  EXPECT_FALSE(append_dotenv(out, "A", "\xff"));
  EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace signet
