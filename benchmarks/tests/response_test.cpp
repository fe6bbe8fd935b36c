// SPDX-License-Identifier: Apache-2.0
#include "response.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace {

using namespace signet::load;

const std::string kAnswer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\nDate: today\r\n\r\nhello";

TEST(Response, IsFoundOnceItIsWhole) {
  for (std::size_t size = 0; size < kAnswer.size(); ++size)
    EXPECT_FALSE(find_response(kAnswer.substr(0, size)).has_value()) << size;
  const auto found = find_response(kAnswer);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->status, 403);
  EXPECT_EQ(found->size, kAnswer.size());
}

TEST(Response, EndsWhereItsLengthSays) { EXPECT_EQ(find_response(kAnswer + "HTTP/1.1 200")->size, kAnswer.size()); }

TEST(Response, WithoutBody) { EXPECT_EQ(find_response("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")->status, 200); }

TEST(Response, ThrowsWhatItCannotRead) {
  for (const auto* text :
       {"HTTP/2 200\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 OK\r\nContent-Length: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 200 OK\r\nX-Content-Length: 1\r\n\r\n"})
    EXPECT_THROW((void)find_response(text), std::runtime_error) << text;
}

}  // namespace
