// SPDX-License-Identifier: Apache-2.0
// Whatever a text holds, a parser of JSON finds the same in it.
#include "signet/schema/json.hpp"
#include "signet/schema/json_text.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

std::string written(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

TEST(JsonTexts, AreReadAsTheyWereWritten) {
  std::string all;
  for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
  all += "\u00e9\u20ac\U0001F511";
  for (const auto& text : {std::string(), std::string("plain"), all, all + all, std::string("\"\\\n\x1f\x7f")}) {
    const auto object = parse_json_object(as_bytes("{\"t\":" + written(text) + "}"));
    ASSERT_TRUE(object) << object.error();
    EXPECT_EQ(*find_text(*object, "t"), SecretString(text));
  }
}

TEST(JsonTexts, EscapeOnlyWhatMustBe) {
  EXPECT_EQ(written("a/\u00e9\x7f"), "\"a/\u00e9\x7f\"");
  EXPECT_EQ(written("\"\\"), R"("\"\\")");
  EXPECT_EQ(written(std::string_view("\0\t\x1f", 3)), "\"\\u0000\\u0009\\u001f\"");
}

TEST(JsonTexts, GoIntoSecretsToo) {
  SecretBytes out;
  append_json_text(out, "a\"b");
  EXPECT_EQ(out.expose_text(), R"("a\"b")");
}

}  // namespace
}  // namespace signet
