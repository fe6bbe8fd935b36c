// SPDX-License-Identifier: Apache-2.0
#include "signet/client/api_url.hpp"

#include <gtest/gtest.h>

namespace signet::client {
namespace {

TEST(ApiUrl, TakesHttpsAndPlainHttpToThisMachine) {
  struct Case {
    const char* text;
    const char* host;
    const char* port;
    bool tls;
    bool loopback;
  };
  for (const auto& [text, host, port, tls, loopback] :
       {Case{"https://vault.example", "vault.example", "443", true, false},
        Case{"https://vault.example:8443", "vault.example", "8443", true, false},
        Case{"https://10.0.0.7:1", "10.0.0.7", "1", true, false},
        Case{"https://[2001:db8::7]:65535", "2001:db8::7", "65535", true, false},
        Case{"https://localhost:8443", "localhost", "8443", true, true},
        Case{"http://localhost", "localhost", "80", false, true},
        Case{"http://localhost:8080", "localhost", "8080", false, true},
        Case{"http://127.0.0.1:8080", "127.0.0.1", "8080", false, true},
        Case{"http://[::1]:8080", "::1", "8080", false, true}}) {
    const auto url = parse_api_url(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->host, host);
    EXPECT_EQ(url->port, port);
    EXPECT_EQ(url->tls, tls) << text;
    EXPECT_EQ(url->loopback, loopback) << text;
    EXPECT_EQ(url->text, text);
    EXPECT_EQ("//" + url->authority, url->text.substr(url->text.find("//")));
  }
}

TEST(ApiUrl, RefusesEverythingElse) {
  for (const char* text : {"",
                           "vault.example",
                           "ftp://vault.example",
                           "HTTPS://vault.example",
                           "https://",
                           "https://vault.example/",
                           "https://vault.example/v1",
                           "https://vault.example?x=1",
                           "https://vault.example#x",
                           "https://user@vault.example",
                           "https://vault.example:",
                           "https://vault.example:0",
                           "https://vault.example:65536",
                           "https://vault.example:080",
                           "https://vault.example:44x",
                           "https://vault.example:443:443",
                           "https://vault example",
                           "https://-v.example",
                           "https://vault.example\r\nX-Evil: 1",
                           "https://[::1",
                           "https://[::1]x",
                           "https://[vault]",
                           "https://[]",
                           "http://vault.example",
                           "http://localhost.evil.example",
                           "http://127.0.0.2",
                           "http://10.0.0.7",
                           "http://[::2]",
                           "http://127.0.0.1@evil.example"}) {
    const auto url = parse_api_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().kind, ErrorKind::local);
    EXPECT_NE(url.error().message.find("https://host"), std::string::npos) << url.error().message;
  }
}

}  // namespace
}  // namespace signet::client
