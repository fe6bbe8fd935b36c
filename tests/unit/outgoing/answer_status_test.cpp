// SPDX-License-Identifier: Apache-2.0
#include "answer_status.hpp"

#include <gtest/gtest.h>

namespace signet::outgoing {
namespace {

TEST(AnswerStatus, IsThatOfTheFirstLine) {
  EXPECT_EQ(status_of("HTTP/1.1 200 OK\r\n"), 200);
  EXPECT_EQ(status_of("HTTP/1.0 204\r\n"), 204);
  EXPECT_EQ(status_of("HTTP/1.1 503 Later\r\nRetry-After: 3\r\n"), 503);
}

TEST(AnswerStatus, IsNotThereBeforeTheLineIsWhole) {
  for (const char* text : {"", "HTTP/1.1 20", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r"})
    EXPECT_EQ(status_of(text), 0) << text;
}

TEST(AnswerStatus, IsTheFinalOne) {
  EXPECT_EQ(status_of("HTTP/1.1 100 Continue\r\n\r\n"), 0);
  EXPECT_EQ(status_of("HTTP/1.1 103 Early Hints\r\nLink: x\r\n"), 0);
  EXPECT_EQ(status_of("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 202 Accepted\r\n"), 202);
}

TEST(AnswerStatus, IsNothingElse) {
  for (const char* text : {"\r\n", "SSH-2.0-OpenSSH\r\n", "HTTP/2.0 200 OK\r\n", "HTTP/1.1  200\r\n",
                           "HTTP/1.1 2x0 OK\r\n", "HTTP/1.1 200OK\r\n", "HTTP/1.1 99\r\n", "HTTP/1.1 000 no\r\n",
                           "http/1.1 200 OK\r\n", "HTTP/1.1 100 Go\r\n\r\nnonsense\r\n"})
    EXPECT_FALSE(status_of(text)) << text;
}

}  // namespace
}  // namespace signet::outgoing
