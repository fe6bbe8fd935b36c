// SPDX-License-Identifier: Apache-2.0
#include "request_head.hpp"

#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace signet::net {
namespace {

std::string with_fields(const std::string& fields) { return "POST /v1 HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n"; }
std::string with_line(const std::string& request_line) { return request_line + "\r\nHost: h\r\n\r\n"; }

/// 0: it was taken.
int status_of(const std::string& block) {
  const auto head = check_head(block);
  return head ? 0 : head.error().status;
}

/// Where the head ends, for bytes that are not refused.
std::optional<std::size_t> end_of(std::string_view bytes, std::size_t seen = 0) {
  return find_head_end(bytes, seen).value();
}

TEST(RequestHead, IsTakenApart) {
  const auto head =
      check_head("GET /v1/secret/sk_1?x=1 HTTP/1.1\r\nHost: a.example:8080\r\nX-Nonce:  a b\t \r\nEmpty:\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request.method, "GET");
  EXPECT_EQ(head->request.target, "/v1/secret/sk_1?x=1");
  ASSERT_EQ(head->request.headers.size(), 3U);
  EXPECT_EQ(head->request.value("x-nonce"), "a b");
  EXPECT_EQ(head->request.value("empty"), "");
  EXPECT_TRUE(head->keep_alive);
  EXPECT_FALSE(head->has_body());
}

TEST(RequestHead, MethodIsAWordOfSixteenCapitals) {
  EXPECT_EQ(status_of(with_line("ABCDEFGHIJKLMNOP /v1 HTTP/1.1")), 0);
  EXPECT_EQ(status_of(with_line("ABCDEFGHIJKLMNOPQ /v1 HTTP/1.1")), 400);
  for (const auto* line : {"get /v1 HTTP/1.1", "GE-T /v1 HTTP/1.1", " /v1 HTTP/1.1", "GET1 /v1 HTTP/1.1"})
    EXPECT_EQ(status_of(with_line(line)), 400) << line;
}

TEST(RequestHead, MethodsThatAreNotServedAreNamed) {
  for (const auto* line : {"HEAD / HTTP/1.1", "OPTIONS * HTTP/1.1", "TRACE / HTTP/1.1", "CONNECT a:1 HTTP/1.1"}) {
    const auto head = check_head(with_line(line));
    ASSERT_FALSE(head) << line;
    EXPECT_EQ(head.error().status, 405);
    EXPECT_FALSE(head.error().allow.empty());
    EXPECT_EQ(head.error().answer_has_body, line[0] != 'H');
  }
}

TEST(RequestHead, RequestLineHasExactlyThreeParts) {
  for (const auto* line : {"GET", "GET ", "GET /v1", "GET  /v1 HTTP/1.1", "GET /v1  HTTP/1.1", "GET /v1 HTTP/1.1 ",
                           " GET /v1 HTTP/1.1", "GET\t/v1\tHTTP/1.1", "GET /a b HTTP/1.1", ""})
    EXPECT_EQ(status_of(with_line(line)), 400) << line;
}

TEST(RequestHead, OnlyHttp1IsSpoken) {
  EXPECT_EQ(status_of(with_line("GET / HTTP/1.0")), 0);
  for (const auto* line : {"GET / HTTP/0.9", "GET / HTTP/1.2", "GET / HTTP/2.0", "GET / http/1.1", "GET / HTTP/1.1x",
                           "GET / HTTP/1", "GET / ICY/1.1", "PRI * HTTP/2.0"})
    EXPECT_EQ(status_of(with_line(line)), 400) << line;
  EXPECT_EQ(status_of("PRI * HTTP/2.0\r\n\r\n"), 400);
}

TEST(RequestHead, TargetIsOriginForm) {
  for (const auto* target : {"http://h/v1", "*", "h:443", "v1", "?x"})
    EXPECT_EQ(status_of(with_line(std::string("GET ") + target + " HTTP/1.1")), 400) << target;
}

TEST(RequestHead, TargetIsVisibleAscii) {
  for (const char c : {'\0', '\x01', '\t', '\r', '\n', '\x7f', '\x80', '\xff'})
    EXPECT_EQ(status_of(with_line(std::string("GET /a") + c + "b HTTP/1.1")), 400) << int(c);
}

TEST(RequestHead, TargetHasALimit) {
  const std::string most(limits::kMaxTarget - 1, 'a');
  EXPECT_EQ(status_of(with_line("GET /" + most + " HTTP/1.1")), 0);
  EXPECT_EQ(status_of(with_line("GET /" + most + "a HTTP/1.1")), 414);
}

TEST(RequestHead, HostIsThereOnce) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: h\r\nhost: h\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 0);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"), 0);
  for (const auto* host : {"a, b", "a b", "user@h", "h/path", "h?q", "h#f"})
    EXPECT_EQ(status_of(std::string("GET / HTTP/1.1\r\nHost: ") + host + "\r\n\r\n"), 400) << host;
}

TEST(RequestHead, HeaderNamesAreTokens) {
  for (const auto* field :
       {"Name : v\r\n", "Na me: v\r\n", ": v\r\n", "Na\tme: v\r\n", "N(: v\r\n", "N\x80: v\r\n", "nocolon\r\n"})
    EXPECT_EQ(status_of(with_fields(field)), 400) << field;
  EXPECT_EQ(status_of(with_fields(std::string("N\0: v\r\n", 7))), 400);
}

TEST(RequestHead, FoldedLinesAreRefused) {
  EXPECT_EQ(status_of(with_fields("A: b\r\n c\r\n")), 400);
  EXPECT_EQ(status_of(with_fields("A: b\r\n\tc: d\r\n")), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n Host: h\r\n\r\n"), 400);
}

TEST(RequestHead, HeaderValuesHaveNoControlCharacters) {
  for (int c = 0; c < 256; ++c) {
    const bool allowed = c == '\t' || (c >= 0x20 && c != 0x7f);
    EXPECT_EQ(status_of(with_fields(std::string("A: x") + static_cast<char>(c) + "y\r\n")), allowed ? 0 : 400) << c;
  }
}

TEST(RequestHead, BareCarriageReturnIsRefused) {
  EXPECT_EQ(status_of(with_fields("A: b\rC: d\r\n")), 400);
  EXPECT_EQ(status_of(with_fields("A: b\r\r\n")), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\r\nHost: h\r\n\r\n"), 400);
}

TEST(RequestHead, BareLineFeedIsRefusedAsSoonAsItComes) {
  for (const auto* bytes : {"GET / HTTP/1.1\n", "GET / HTTP/1.1\r\nHost: h\n", "GET / HTTP/1.1\r\nHost: h\r\n\n"}) {
    const auto end = find_head_end(bytes);
    ASSERT_FALSE(end) << bytes;
    EXPECT_EQ(end.error().status, 400);
  }
}

TEST(RequestHead, ContentLengthIsOneNumber) {
  EXPECT_EQ(check_head(with_fields("Content-Length: 0\r\n"))->content_length, 0U);
  EXPECT_EQ(check_head(with_fields("content-length: 12\r\n"))->content_length, 12U);
  for (const auto* value : {"", "-1", "+1", "0x10", "1 2", "1,1", "1, 1", "1.0", "a", "\"1\""})
    EXPECT_EQ(status_of(with_fields(std::string("Content-Length: ") + value + "\r\n")), 400) << value;
  EXPECT_EQ(status_of(with_fields("Content-Length: 5\r\nContent-Length: 5\r\n")), 400);
  EXPECT_EQ(status_of(with_fields("Content-Length: 5\r\nCONTENT-LENGTH: 6\r\n")), 400);
}

TEST(RequestHead, LengthBeyondSixtyFourBitsIsTheLargest) {
  const auto largest = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(check_head(with_fields("Content-Length: 18446744073709551615\r\n"))->content_length, largest);
  EXPECT_EQ(check_head(with_fields("Content-Length: 18446744073709551616\r\n"))->content_length, largest);
  EXPECT_EQ(check_head(with_fields("Content-Length: 99999999999999999999999999999999\r\n"))->content_length, largest);
}

TEST(RequestHead, TransferEncodingIsExactlyChunked) {
  const auto head = check_head(with_fields("Transfer-Encoding: chunked\r\n"));
  ASSERT_TRUE(head);
  EXPECT_TRUE(head->chunked);
  EXPECT_TRUE(head->has_body());
  for (const auto* value :
       {"Chunked", "gzip, chunked", "chunked, chunked", "identity", "", "chunked;q=1", "xchunked", "chunke"})
    EXPECT_EQ(status_of(with_fields(std::string("Transfer-Encoding: ") + value + "\r\n")), 400) << value;
  EXPECT_EQ(status_of(with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")), 400);
  EXPECT_EQ(status_of(with_fields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")), 400);
  EXPECT_EQ(status_of(with_fields("Content-Length: 5\r\ntransfer-encoding: chunked\r\n")), 400);
  EXPECT_EQ(status_of("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(RequestHead, ExpectationIsContinueOrRefused) {
  EXPECT_TRUE(check_head(with_fields("Expect: 100-Continue\r\n"))->expects_continue);
  EXPECT_FALSE(check_head(with_fields(""))->expects_continue);
  EXPECT_FALSE(check_head("POST / HTTP/1.0\r\nHost: h\r\nExpect: 100-continue\r\n\r\n")->expects_continue);
  EXPECT_EQ(status_of(with_fields("Expect: 200-ok\r\n")), 417);
  EXPECT_EQ(status_of(with_fields("Expect: 100-continue\r\nExpect: 100-continue\r\n")), 417);
}

TEST(RequestHead, ConnectionIsKeptUnlessTheClientSaysClose) {
  EXPECT_TRUE(check_head(with_fields("Connection: keep-alive\r\n"))->keep_alive);
  EXPECT_FALSE(check_head(with_fields("Connection: Close\r\n"))->keep_alive);
  EXPECT_FALSE(check_head(with_fields("Connection: keep-alive , close\r\n"))->keep_alive);
  EXPECT_FALSE(check_head(with_fields("Connection: te\r\nconnection: close\r\n"))->keep_alive);
  EXPECT_TRUE(check_head(with_fields("Connection: closer,,\r\n"))->keep_alive);
  EXPECT_FALSE(check_head("GET / HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n")->keep_alive);
}

TEST(RequestHead, FieldsHaveALimit) {
  std::string fields;
  for (std::size_t i = 1; i < limits::kMaxHeaderFields; ++i) fields += "A: b\r\n";  // Host is the first
  EXPECT_EQ(status_of(with_fields(fields)), 0);
  EXPECT_EQ(status_of(with_fields(fields + "A: b\r\n")), 431);
}

TEST(RequestHead, LineHasALimit) {
  const std::string most = "A: " + std::string(limits::kMaxHeaderLine - 3, 'x');
  EXPECT_EQ(status_of(with_fields(most + "\r\n")), 0);
  EXPECT_EQ(status_of(with_fields(most + "x\r\n")), 431);
}

/// A head of exactly this size, with no line that is too long.
std::string head_of(std::size_t size) {
  const std::string line = "A: " + std::string(10'000, 'x') + "\r\n";
  const auto rest = size - with_fields(line + line + "B: \r\n").size();
  return with_fields(line + line + "B: " + std::string(rest, 'y') + "\r\n");
}

TEST(RequestHead, BlockHasALimit) {
  const auto most = head_of(limits::kMaxHeaderBlock);
  EXPECT_EQ(end_of(most), most.size());
  EXPECT_EQ(status_of(most), 0);
  const auto more = head_of(limits::kMaxHeaderBlock + 1);
  ASSERT_FALSE(find_head_end(more));
  EXPECT_EQ(find_head_end(more).error().status, 431);
  EXPECT_EQ(status_of(more), 431);
}

TEST(RequestHead, EndlessTargetIsRefusedAsATarget) {
  const std::string endless(limits::kMaxHeaderBlock + 1, 'G');
  EXPECT_EQ(end_of(endless.substr(1)), std::nullopt);
  ASSERT_FALSE(find_head_end(endless));
  EXPECT_EQ(find_head_end(endless).error().status, 414);
}

TEST(RequestHead, EndIsFoundHoweverTheBytesArrive) {
  const auto block = with_fields("A: b\r\n");
  const auto bytes = block + "body\r\n\r\n";
  for (std::size_t seen = 0; seen < block.size(); ++seen) {
    EXPECT_EQ(end_of(bytes.substr(0, seen)), std::nullopt) << seen;
    EXPECT_EQ(end_of(bytes, seen), block.size()) << seen;
  }
}

TEST(RequestHead, WhatIsNotHttpIsRefusedAtItsFirstByte) {
  for (const auto* bytes : {"\x16\x03\x01", "\r\nGET", " GET", "get", "\n"})
    EXPECT_FALSE(find_head_end(bytes)) << bytes;
  EXPECT_TRUE(find_head_end(""));
}

TEST(RequestHead, HeadWithoutItsEndIsRefused) {
  for (const auto* block : {"", "\r\n", "GET / HTTP/1.1\r\nHost: h\r\n", "\r\n\r\n"})
    EXPECT_NE(status_of(block), 0) << block;
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\nHost: h\r\n\r\n"), 400);
}

}  // namespace
}  // namespace signet::net
