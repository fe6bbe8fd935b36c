// SPDX-License-Identifier: Apache-2.0
#include "body_reader.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace signet::net {
namespace {

constexpr std::size_t kLimit = 16;

CheckedHead chunked() {
  CheckedHead head;
  head.chunked = true;
  return head;
}
CheckedHead of_length(std::uint64_t length) {
  CheckedHead head;
  head.content_length = length;
  return head;
}

struct Read {
  int status = 0;  // 0: no refusal
  bool done = false;
  std::string body;
  std::size_t used = 0;
};

/// Feeds `bytes` in pieces of `step`.
Read read(const CheckedHead& head, std::string_view bytes, std::size_t step = 1) {
  BodyReader reader(head, kLimit);
  Read result;
  while (!reader.done() && result.used < bytes.size()) {
    const auto used = reader.feed(bytes.substr(result.used, step));
    if (!used) {
      result.status = used.error().status;
      return result;
    }
    result.used += *used;
  }
  result.done = reader.done();
  result.body = reader.take().expose_text();
  return result;
}

TEST(BodyReader, NoBodyIsDoneAtOnce) {
  EXPECT_TRUE(BodyReader(CheckedHead(), kLimit).done());
  EXPECT_TRUE(BodyReader(of_length(0), kLimit).done());
}

TEST(BodyReader, TakesAsMuchAsWasAnnouncedAndNoMore) {
  for (const std::size_t step : {1U, 2U, 100U}) {
    const auto result = read(of_length(5), "helloGET /", step);
    EXPECT_TRUE(result.done);
    EXPECT_EQ(result.body, "hello");
    EXPECT_EQ(result.used, 5U);
  }
  EXPECT_FALSE(read(of_length(5), "hell").done);
}

TEST(BodyReader, AnnouncedLengthHasALimit) {
  EXPECT_TRUE(read(of_length(kLimit), std::string(kLimit, 'x')).done);
  EXPECT_EQ(read(of_length(kLimit + 1), "x").status, 413);
  EXPECT_EQ(read(of_length(std::numeric_limits<std::uint64_t>::max()), "x").status, 413);
}

TEST(BodyReader, JoinsChunks) {
  const std::string bytes = "5\r\nhello\r\n1\r\n,\r\n0A\r\n world abc\r\n0\r\n\r\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    const auto result = read(chunked(), bytes + "GET /", step);
    EXPECT_TRUE(result.done) << step;
    EXPECT_EQ(result.body, "hello, world abc") << step;
    EXPECT_EQ(result.used, bytes.size()) << step;
  }
}

TEST(BodyReader, EmptyChunkedBodyMayArriveByteByByte) {
  for (const std::size_t step : {1U, 2U, 3U, 4U, 5U}) EXPECT_TRUE(read(chunked(), "0\r\n\r\n", step).done) << step;
  EXPECT_TRUE(read(chunked(), "000\r\n\r\n").done);
}

TEST(BodyReader, ChunksTogetherHaveALimit) {
  EXPECT_TRUE(read(chunked(), "8\r\n12345678\r\n8\r\n12345678\r\n0\r\n\r\n").done);
  EXPECT_EQ(read(chunked(), "8\r\n12345678\r\n9\r\n1").status, 413);
  EXPECT_EQ(read(chunked(), "11\r\n").status, 413);
  EXPECT_EQ(read(chunked(), "FFFFFFFFFFFFFFFFFFFFFFFF").status, 413);
}

TEST(BodyReader, ExtensionsAreRefused) {
  for (const auto* bytes : {"5;a=b\r\n", "5;\r\n", "5 \r\n", "5\t;a\r\n", "0;a\r\n\r\n"})
    EXPECT_EQ(read(chunked(), bytes).status, 400) << bytes;
}

TEST(BodyReader, TrailersAreRefused) {
  for (const auto* bytes : {"0\r\nA: b\r\n\r\n", "1\r\nx\r\n0\r\nA: b\r\n\r\n", "0\r\n \r\n", "0\r\n\rx", "0\r\n\n"})
    EXPECT_EQ(read(chunked(), bytes).status, 400) << bytes;
}

TEST(BodyReader, ChunkSizesAreBareHexadecimal) {
  for (const auto* bytes : {"\r\n", "g\r\n", "-1\r\n", "+5\r\n", "0x5\r\n", " 5\r\n", "5\n", "5\rx", ";a\r\n"})
    EXPECT_EQ(read(chunked(), bytes).status, 400) << bytes;
}

TEST(BodyReader, ChunkSizesHaveAtMostSixteenDigits) {
  const std::string fifteen(15, '0');
  const auto most = read(chunked(), fifteen + "5\r\nhello\r\n" + fifteen + "0\r\n\r\n");
  EXPECT_TRUE(most.done) << "each size by itself";
  EXPECT_EQ(most.body, "hello");
  EXPECT_EQ(read(chunked(), fifteen + "05\r\nhello\r\n0\r\n\r\n").status, 400);
  EXPECT_EQ(read(chunked(), "5\r\nhello\r\n" + fifteen + "00\r\n\r\n").status, 400);
  EXPECT_EQ(read(chunked(), std::string(100'000, '0')).status, 400);
}

TEST(BodyReader, ChunksAreAsLongAsTheySay) {
  for (const auto* bytes : {"5\r\nhelloo", "5\r\nhello\n", "5\r\nhello\rx", "3\r\nhello\r\n"})
    EXPECT_EQ(read(chunked(), bytes).status, 400) << bytes;
}

}  // namespace
}  // namespace signet::net
