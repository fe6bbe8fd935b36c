// SPDX-License-Identifier: Apache-2.0
// The grammars case by case are in schema/vectors/grammars.json; here is what a list of cases cannot say.
#include "signet/schema/canonical_request.hpp"

#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

TEST(CanonicalRequest, JoinsItsFiveFieldsWithColons) {
  EXPECT_EQ(canonical_request("GET", "/v1/secret/a:b", "1711468800", "nonce", "hash"),
            "GET:/v1/secret/a:b:1711468800:nonce:hash");
  EXPECT_EQ(canonical_request("", "", "", "", ""), "::::");
}

// Two requests that differ can have one payload only if a field other than the target has a colon.
TEST(CanonicalRequest, IsSafeFromMovedBordersOnlyByTheGrammars) {
  const std::string_view nonce = "q83vEjRWeJCrze8SNFZ4kA==", hash = "e3b0";
  const std::string signed_by_victim = canonical_request("GET", "/v1/secret/a:1700000000", "1711468800", nonce, hash);
  const std::string moved_nonce = "1711468800:" + std::string(nonce);
  ASSERT_EQ(canonical_request("GET", "/v1/secret/a", "1700000000", moved_nonce, hash), signed_by_victim);
  EXPECT_FALSE(is_nonce(moved_nonce));
  EXPECT_FALSE(parse_timestamp("1700000000:1711468800"));
  EXPECT_FALSE(is_method("GET:/v1"));
}

TEST(Timestamp, IsRead) {
  EXPECT_EQ(parse_timestamp("1000000000"), 1'000'000'000);
  EXPECT_EQ(parse_timestamp("9999999999"), 9'999'999'999);
  for (int c = -128; c < 128; ++c) {
    std::string text = "1711468800";
    text[5] = static_cast<char>(c);
    EXPECT_EQ(parse_timestamp(text).has_value(), c >= '0' && c <= '9') << c;
  }
}

TEST(Nonce, HasItsAlphabetInEveryPlace) {
  const std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-";
  for (const std::size_t at : {0U, 8U, 15U}) {
    for (int c = -128; c < 128; ++c) {
      std::string text(16, 'a');
      text[at] = static_cast<char>(c);
      EXPECT_EQ(is_nonce(text), allowed.contains(static_cast<char>(c))) << c;
    }
  }
}

TEST(Target, HasItsCharactersAndNoOthers) {
  const std::string_view in_path = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";
  for (int c = -128; c < 128; ++c) {
    const std::string letter(1, static_cast<char>(c));
    EXPECT_EQ(is_target("/a" + letter + "b"), in_path.contains(letter) || c == '?') << c;
    EXPECT_EQ(is_target("/a?b" + letter + "c"), in_path.contains(letter) || c == '?') << c;
  }
}

TEST(Target, EscapesOnlyWhatNeedsIt) {
  const std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kUpper = "0123456789ABCDEF", kLower = "0123456789abcdef";
  for (unsigned c = 0; c < 256; ++c) {
    const auto byte = static_cast<char>(c);
    for (const std::string_view digits : {kUpper, kLower}) {
      const std::string escape{'%', digits[c >> 4U], digits[c & 15U]};
      const bool in_query = c != 0 && !unreserved.contains(byte);
      EXPECT_EQ(is_target("/a?b=" + escape), in_query) << escape;
      EXPECT_EQ(is_target("/a" + escape), in_query && byte != '/' && byte != '\\' && byte != '%') << escape;
    }
  }
}

TEST(Target, IsLimited) {
  EXPECT_TRUE(is_target("/" + std::string(limits::kMaxTarget - 1, 'a')));
  EXPECT_FALSE(is_target("/" + std::string(limits::kMaxTarget, 'a')));
}

}  // namespace
}  // namespace signet
