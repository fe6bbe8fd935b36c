// SPDX-License-Identifier: Apache-2.0
#include "request_head.hpp"

#include "signet/schema/character_set.hpp"
#include "signet/schema/limits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string>

namespace signet::net {
namespace {

using Verdict = std::optional<Refusal>;  // null: nothing to say against it

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::size_t kMaxMethod = 16;
constexpr std::array<std::string_view, 4> kMethodsNotServed{"HEAD", "OPTIONS", "TRACE", "CONNECT"};
constexpr std::string_view kAllow = "GET, POST, PUT, PATCH, DELETE";

constexpr Refusal bad(std::string_view why) { return {400, why}; }

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_visible(char c) { return c > ' ' && c < '\x7f'; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr CharacterSet kToken("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");
/// Tab, blank, visible ASCII, and the bytes above it that old servers take for Latin-1. Without leaving early: a
/// signature of 4,500 characters passes here, and a loop that always goes to its end is a quick one.
bool is_field_value(std::string_view text) {
  unsigned controls = 0;
  for (const char c : text)
    controls |= static_cast<unsigned>((static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f');
  return controls == 0;
}
constexpr bool is_in_host(char c) {
  return is_visible(c) && std::string_view("/?#@,\\").find(c) == std::string_view::npos;
}

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) { return (is_upper(a) ? a - 'A' + 'a' : a) == b; });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Takes the next line off the front, without its end.
std::string_view next_line(std::string_view& block) {
  const auto line = block.substr(0, block.find(kLineEnd));
  block.remove_prefix(line.size() + kLineEnd.size());
  return line;
}

Verdict take_request_line(std::string_view line, CheckedHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == last) return bad("the request line is not: method, target, version");
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);

  if (method.empty() || method.size() > kMaxMethod || !std::ranges::all_of(method, is_upper))
    return bad("the method is not a word of at most 16 capital letters");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return bad("only HTTP/1.1 is spoken here");
  if (std::ranges::find(kMethodsNotServed, method) != kMethodsNotServed.end())
    return Refusal{405, "this method is not served", kAllow, method != "HEAD"};
  if (target.size() > limits::kMaxTarget) return Refusal{414, "the target is longer than 2048 bytes"};
  if (!target.starts_with('/')) return bad("the target does not begin with a slash");
  if (!std::ranges::all_of(target, is_visible)) return bad("the target has bytes that are not visible ASCII");

  head.request.method = method;
  head.request.target = target;
  head.keep_alive = version == "HTTP/1.1";
  return std::nullopt;
}

Verdict take_field(std::string_view line, CheckedHead& head) {
  if (line.size() > limits::kMaxHeaderLine) return Refusal{431, "a header line is longer than 20 KiB"};
  if (head.request.headers.size() == limits::kMaxHeaderFields) return Refusal{431, "more than 64 header fields"};
  if (is_blank(line.front())) return bad("a folded header line");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return bad("a header line without a colon");
  const auto name = line.substr(0, colon);
  const auto value = trimmed(line.substr(colon + 1));
  if (name.empty() || !kToken.contains_all_of(name)) return bad("a header name that is not a token");
  if (!is_field_value(value)) return bad("a control character in a header value");
  head.request.headers.push_back({std::string(name), std::string(value)});
  return std::nullopt;
}

std::optional<std::uint64_t> parse_length(std::string_view digits) {
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  std::uint64_t length = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  return result.ec == std::errc::result_out_of_range ? std::numeric_limits<std::uint64_t>::max() : length;
}

Verdict decide_framing(CheckedHead& head) {
  const auto lengths = head.request.count("Content-Length");
  const auto codings = head.request.count("Transfer-Encoding");
  if (lengths > 1) return bad("several Content-Length headers");
  if (codings > 0) {
    if (lengths > 0) return bad("Content-Length together with Transfer-Encoding");
    if (codings > 1 || !head.http_1_1 || head.request.value("Transfer-Encoding") != "chunked")
      return bad("a Transfer-Encoding other than: chunked");
    head.chunked = true;
  }
  if (lengths == 1) {
    head.content_length = parse_length(head.request.value("Content-Length"));
    if (!head.content_length) return bad("a Content-Length that is not a number");
  }
  return std::nullopt;
}

Verdict decide_expectation(CheckedHead& head) {
  const auto expectations = head.request.count("Expect");
  if (expectations == 0 || !head.http_1_1) return std::nullopt;
  if (expectations > 1 || !equal_ignoring_case(head.request.value("Expect"), "100-continue"))
    return Refusal{417, "the only expectation known here is 100-continue"};
  head.expects_continue = true;
  return std::nullopt;
}

bool asks_to_close(const api::RequestHead& request) {
  for (const auto& field : request.headers) {
    if (!equal_ignoring_case(field.name, "connection")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const auto option = rest.substr(0, rest.find(','));
      if (equal_ignoring_case(trimmed(option), "close")) return true;
      rest.remove_prefix(std::min(option.size() + 1, rest.size()));
    }
  }
  return false;
}

}  // namespace

std::expected<std::optional<std::size_t>, Refusal> find_head_end(std::string_view bytes, std::size_t seen) {
  if (!bytes.empty() && !is_upper(bytes.front())) return std::unexpected(bad("this is not an HTTP request"));
  const auto within = bytes.substr(0, limits::kMaxHeaderBlock);
  for (auto at = within.find('\n', seen); at != std::string_view::npos; at = within.find('\n', at + 1)) {
    if (within[at - 1] != '\r') return std::unexpected(bad("a line that ends without a carriage return"));
    if (within.substr(0, at + 1).ends_with(kHeadEnd)) return at + 1;
  }
  if (bytes.size() <= limits::kMaxHeaderBlock) return std::nullopt;
  if (!within.contains('\n')) return std::unexpected(Refusal{414, "the target is longer than 2048 bytes"});
  return std::unexpected(Refusal{431, "the headers are longer than 32 KiB"});
}

std::expected<CheckedHead, Refusal> check_head(std::string_view block) {
  if (!block.ends_with(kHeadEnd)) return std::unexpected(bad("the head has no end"));
  if (block.size() > limits::kMaxHeaderBlock)
    return std::unexpected(Refusal{431, "the headers are longer than 32 KiB"});
  block.remove_suffix(kLineEnd.size());

  CheckedHead head;
  if (auto refusal = take_request_line(next_line(block), head)) return std::unexpected(*refusal);
  head.http_1_1 = head.keep_alive;
  while (!block.empty()) {
    const auto line = next_line(block);
    if (line.empty()) return std::unexpected(bad("an empty line inside the head"));
    if (auto refusal = take_field(line, head)) return std::unexpected(*refusal);
  }
  if (head.request.count("Host") != 1) return std::unexpected(bad("exactly one Host header is needed"));
  if (!std::ranges::all_of(head.request.value("Host"), is_in_host))
    return std::unexpected(bad("a malformed Host header"));
  if (auto refusal = decide_framing(head)) return std::unexpected(*refusal);
  if (auto refusal = decide_expectation(head)) return std::unexpected(*refusal);
  if (asks_to_close(head.request)) head.keep_alive = false;
  return head;
}

}  // namespace signet::net
