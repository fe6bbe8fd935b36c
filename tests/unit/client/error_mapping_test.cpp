// SPDX-License-Identifier: Apache-2.0
#include "answer.hpp"
#include "fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

using testing::HasSubstr;

WireResponse response(int status, std::string_view body, std::vector<WireHeader> headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = SecretBytes::from_text(body)};
}

TEST(ErrorMapping, EveryStatusHasItsKind) {
  const std::pair<int, ErrorKind> table[] = {
      {400, ErrorKind::invalid_request}, {401, ErrorKind::authentication},  {403, ErrorKind::access_denied},
      {423, ErrorKind::access_denied},   {404, ErrorKind::not_found},       {405, ErrorKind::invalid_request},
      {409, ErrorKind::conflict},        {413, ErrorKind::invalid_request}, {414, ErrorKind::invalid_request},
      {418, ErrorKind::invalid_request}, {429, ErrorKind::locked_out},      {431, ErrorKind::invalid_request},
      {500, ErrorKind::server},          {502, ErrorKind::server},          {503, ErrorKind::sealed_or_busy},
      {504, ErrorKind::server},          {301, ErrorKind::server},          {307, ErrorKind::server},
      {100, ErrorKind::server}};
  for (const auto& [status, kind] : table) {
    const auto error = error_of(response(status, "{\"error\":\"because\"}"), "GET https://h/v1/x", "machine 7");
    EXPECT_EQ(error.kind, kind) << status;
    EXPECT_EQ(error.status, status);
    EXPECT_THAT(error.message,
                HasSubstr("GET https://h/v1/x, signed by machine 7: because (HTTP " + std::to_string(status) + "); "));
  }
}

TEST(ErrorMapping, NamesTheFieldThatWasWrong) {
  const auto error = error_of(response(400, "{\"error\":\"taken\",\"field\":\"name\"}"), "POST x", {});
  EXPECT_THAT(error.message, HasSubstr("taken (field \"name\")"));
}

TEST(ErrorMapping, NamesTheIdOfWhatAnAnswerThatWasLostMade) {
  const auto error = error_of(response(409, "{\"error\":\"shown once\",\"id\":\"tok_1\"}"), "POST x", {});
  EXPECT_THAT(error.message, HasSubstr("tok_1"));
}

TEST(ErrorMapping, SurvivesAnswersThatAreNotOurs) {
  for (const char* body : {"", "<html>", "[1]", "{\"error\":7}", "{\"error\":\"a\",\"error\":\"b\"}", "\xff"}) {
    const auto error = error_of(response(403, body), "GET x", {});
    EXPECT_EQ(error.kind, ErrorKind::access_denied);
    EXPECT_THAT(error.message, HasSubstr("GET x: HTTP 403"));
  }
}

TEST(ErrorMapping, RetryAfterIsWholeSeconds) {
  const auto of = [](const char* text) { return retry_after(response(429, "", {{"retry-AFTER", text}})); };
  EXPECT_EQ(of("0"), 0s);
  EXPECT_EQ(of("1800"), 1800s);
  for (const char* text : {"", "-1", "1.5", "1s", " 1", "Sun, 06 Nov 1994 08:49:37 GMT", "99999999999999999999"}) {
    EXPECT_FALSE(of(text)) << text;
  }
}

TEST(ErrorMapping, EveryKindHasAName) {
  EXPECT_EQ(name_of(ErrorKind::sealed_or_busy), "sealed_or_busy");
  EXPECT_EQ(name_of(ErrorKind::local), "local");
}

}  // namespace
}  // namespace signet::client
