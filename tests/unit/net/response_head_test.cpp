// SPDX-License-Identifier: Apache-2.0
#include "response_head.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace signet::net {
namespace {

constexpr std::string_view kDate = "Sat, 21 Nov 2026 06:14:09 GMT";

TEST(HttpDate, IsAnImfFixdate) {
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(1'795'241'649), kDate);
  EXPECT_EQ(http_date(951'827'696), "Tue, 29 Feb 2000 12:34:56 GMT");
}

TEST(ResponseHead, SaysHowLongTheBodyIsAndThatNobodyMayStoreIt) {
  api::Response response;
  response.body = SecretBytes::from_text("{}");
  EXPECT_EQ(response_head(response, kDate, std::chrono::seconds(70)),
            "HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 06:14:09 GMT\r\nCache-Control: no-store\r\n"
            "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: keep-alive\r\nKeep-Alive: "
            "timeout=70\r\n\r\n");
}

TEST(ResponseHead, SaysThatTheConnectionCloses) {
  const auto head = response_head(api::Response(), kDate, std::nullopt);
  EXPECT_NE(head.find("\r\nConnection: close\r\n"), std::string::npos);
  EXPECT_EQ(head.find("Keep-Alive"), std::string::npos);
  EXPECT_NE(head.find("\r\nContent-Length: 0\r\n"), std::string::npos);
}

TEST(ResponseHead, CarriesTheHeadersOfTheAnswer) {
  api::Response response;
  response.status = 429;
  response.headers = {{"Retry-After", "30"}, {"content-type", "text/plain"}};
  const auto head = response_head(response, kDate, std::nullopt);
  EXPECT_TRUE(head.starts_with("HTTP/1.1 429 Too Many Requests\r\n"));
  EXPECT_NE(head.find("\r\nRetry-After: 30\r\ncontent-type: text/plain\r\n"), std::string::npos);
  EXPECT_EQ(head.find("application/json"), std::string::npos);
}

TEST(ResponseHead, NoContentHasNoLength) {
  api::Response response;
  response.status = 204;
  EXPECT_EQ(response_head(response, kDate, std::nullopt).find("Content-"), std::string::npos);
}

TEST(ResponseHead, HeadersCannotBreakOutOfTheirLine) {
  for (const auto* bad : {"a\r\nSet-Cookie: b", "a\nb", "a\rb"}) {
    api::Response in_value;
    in_value.headers = {{"A", bad}};
    EXPECT_THROW((void)response_head(in_value, kDate, std::nullopt), std::invalid_argument);
    api::Response in_name;
    in_name.headers = {{bad, "b"}};
    EXPECT_THROW((void)response_head(in_name, kDate, std::nullopt), std::invalid_argument);
  }
}

}  // namespace
}  // namespace signet::net
