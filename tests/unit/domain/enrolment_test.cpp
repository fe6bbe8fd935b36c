// SPDX-License-Identifier: Apache-2.0
#include "domain/enrolment.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

TEST(HostnamePatterns, AreGlobs) {
  struct Row {
    const char* pattern;
    const char* hostname;
    bool matches;
  };
  for (const auto& [pattern, hostname, matches] : {
           Row{"web-1", "web-1", true},
           Row{"web-1", "web-12", false},
           Row{"web-1", "aweb-1", false},
           Row{"web-?", "web-1", true},
           Row{"web-?", "web-", false},
           Row{"web-*", "web-", true},
           Row{"web-*", "web-eu-7", true},
           Row{"*.example.org", "a.b.example.org", true},
           Row{"*.example.org", "example.org", false},
           Row{"*.example.org", "a.exampleXorg", false},
           Row{"*a*b*", "xxaxxbxx", true},
           Row{"*a*b*", "xxbxxaxx", false},
           Row{"*ab", "aab", true},
           Row{"WEB-*", "web-1", true},
           Row{"web-*", "WEB-1", true},
           Row{"*", "", true},
           Row{"?", "", false},
           Row{"**", "x", true},
       })
    EXPECT_EQ(matches_hostname(pattern, hostname), matches) << pattern << " " << hostname;
}

TEST(HostnamePatterns, TakeNoExponentialTime) {
  std::string stars;
  for (int i = 0; i < 126; ++i) stars += "*a";
  EXPECT_FALSE(matches_hostname(stars + "b", std::string(253, 'a')));
}

TEST(HostnamePatterns, HaveOnlyWhatHostnamesHave) {
  EXPECT_TRUE(is_hostname_pattern("*"));
  EXPECT_TRUE(is_hostname_pattern("web-??.example"));
  EXPECT_TRUE(is_hostname_pattern(std::string(253, '*')));
  for (const std::string& bad : {std::string(), std::string("web 1"), std::string("[a-z]"), std::string("a/b"),
                                 std::string("^web$"), std::string(254, 'a')})
    EXPECT_FALSE(is_hostname_pattern(bad)) << bad;
}

TEST(NameTemplates, AreFilledIn) {
  const auto id = MachineId::parse("0a1b2c3d-0000-4000-8000-000000000000");
  const auto fill = [&](const char* text) { return fill_name_template(text, {*id, "web-1", 7}); };
  EXPECT_EQ(fill("worker-{uuid8}"), "worker-0a1b2c3d");
  EXPECT_EQ(fill("{uuid}"), id->str());
  EXPECT_EQ(fill("ci {hostname} #{n}"), "ci web-1 #7");
  EXPECT_EQ(fill("plain"), "plain");
  EXPECT_EQ(fill_name_template("{hostname}", {*id, std::string(253, 'h'), 1}).size(), 100U) << "a name has its limit";
}

TEST(NameTemplates, KnowTheirPlaceholdersAndTheirLimit) {
  for (const std::string& good : {std::string("worker-{uuid8}"), std::string("{uuid}{uuid8}{n}{hostname}"),
                                  std::string(100, 'a')})
    EXPECT_TRUE(is_name_template(good)) << good;
  for (const std::string& bad : {std::string(), std::string("{date}"), std::string("{uuid8"), std::string("a}"),
                                 std::string("{n}{n}"), std::string(" a"), std::string("a\x01"), std::string(101, 'a')})
    EXPECT_FALSE(is_name_template(bad)) << bad;
}

TEST(TokenStates, SayTheStrongestReason) {
  const auto now = from_millis(1'000'000);
  EnrolmentToken token{.id = *TokenId::parse("tok_0123456789"),
                       .vault = *VaultId::parse("vault_0123456789abcdef"),
                       .hash = {},
                       .created_by = "",
                       .created_at = now,
                       .expires_at = now + std::chrono::milliseconds(1)};
  EXPECT_EQ(name_of(state_of(token, now)), "active");
  EXPECT_EQ(name_of(state_of(token, token.expires_at)), "expired");
  token.uses_left = 0;
  EXPECT_EQ(name_of(state_of(token, token.expires_at)), "used");
  token.revoked = true;
  EXPECT_EQ(name_of(state_of(token, now)), "revoked");
}

}  // namespace
}  // namespace signet
