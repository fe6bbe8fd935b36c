// SPDX-License-Identifier: Apache-2.0
// Which URLs a webhook may have.
#include "domain/webhook.hpp"

#include <gtest/gtest.h>

namespace signet {
namespace {

TEST(HttpsUrl, IsTakenApart) {
  struct Case {
    const char* text;
    const char* host;
    int port;
    const char* target;
    const char* authority;
  };
  for (const auto& [text, host, port, target, authority] :
       {Case{"https://e.org", "e.org", 443, "/", "e.org"},
        {"https://e.org:8443/a/b?c=d", "e.org", 8443, "/a/b?c=d", "e.org:8443"},
        {"https://e.org?c", "e.org", 443, "/?c", "e.org"},
        {"https://[2001:db8::1]:444/x", "2001:db8::1", 444, "/x", "[2001:db8::1]:444"},
        {"https://192.0.2.7/", "192.0.2.7", 443, "/", "192.0.2.7"}}) {
    const auto url = HttpsUrl::parse(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->host, host);
    EXPECT_EQ(url->port, port);
    EXPECT_EQ(url->target, target);
    EXPECT_EQ(url->authority(), authority);
  }
}

TEST(HttpsUrl, IsNothingElse) {
  for (const char* text :
       {"", "e.org", "http://e.org/", "HTTPS://e.org/", "https:/e.org", "https://", "https:///x", "https://a@e.org/",
        "https://e.org@f.org/", "https://e.org:/", "https://e.org:0/", "https://e.org:65536/", "https://e.org:+1/",
        "https://e.org:44x/", "https://e.org/#x", "https://e.org/a b", "https://e.org/\r\nX: y", "https://e.org\\@f/",
        "https://[::1/", "https://[e.org]/", "https://[127.0.0.1]/", "https://::1/", "https://[fe80::1%25eth0]/",
        "https://.e.org/", "https://-e.org/", "https://e_org/", "https://\xc3\xa4.org/", "https://e.org/\"",
        "https://[::1]x/"})
    EXPECT_FALSE(HttpsUrl::parse(text)) << text;
  const std::string longest = "https://e.org/" + std::string(2'034, 'x');
  EXPECT_TRUE(HttpsUrl::parse(longest));
  EXPECT_FALSE(HttpsUrl::parse(longest + "x"));
}

}  // namespace
}  // namespace signet
