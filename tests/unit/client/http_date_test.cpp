// SPDX-License-Identifier: Apache-2.0
#include "http_date.hpp"

#include <gtest/gtest.h>

namespace signet::client {
namespace {

TEST(HttpDate, ReadsTheOneFormThatMayBeSent) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT")->time_since_epoch().count(), 784'111'777);
  EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 23:59:59 GMT")->time_since_epoch().count(), 1'709'251'199);
}

TEST(HttpDate, RefusesOtherForms) {
  for (const char* text :
       {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 anF 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08-49-37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT "}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

TEST(HttpDate, ShowsTimesToPeople) {
  EXPECT_EQ(show_time(std::chrono::sys_seconds(std::chrono::seconds(784'111'777))), "1994-11-06 08:49:37 UTC");
}

}  // namespace
}  // namespace signet::client
