// SPDX-License-Identifier: Apache-2.0
#include "body_reader.hpp"

#include <algorithm>

namespace signet::net {
namespace {

constexpr int kMaxSizeDigits = 16;
constexpr Refusal kTooLarge{413, "the body is larger than this route takes"};

/// -1: not a digit.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

BodyReader::BodyReader(const CheckedHead& head, std::size_t limit)
    : expects_(head.chunked ? Expects::size_digit : Expects::data),
      chunked_(head.chunked),
      limit_(limit),
      left_(head.content_length.value_or(0)) {
  if (!head.has_body()) expects_ = Expects::nothing;
}

std::expected<std::size_t, Refusal> BodyReader::feed(std::string_view bytes) {
  if (!chunked_ && left_ > limit_ - body_.size()) return std::unexpected(kTooLarge);
  std::size_t used = 0;
  while (used < bytes.size() && !done()) {
    if (expects_ != Expects::data) {
      const auto next = step(bytes[used++]);
      if (!next) return std::unexpected(next.error());
      expects_ = *next;
      continue;
    }
    const auto part = bytes.substr(used, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - used)));
    body_.append(as_bytes(part));
    used += part.size();
    left_ -= part.size();
    if (left_ == 0) expects_ = chunked_ ? Expects::data_return : Expects::nothing;
  }
  return used;
}

std::expected<BodyReader::Expects, Refusal> BodyReader::step(char byte) {
  constexpr auto must_be = [](bool right, Expects next, std::string_view why) -> std::expected<Expects, Refusal> {
    if (!right) return std::unexpected(Refusal{400, why});
    return next;
  };
  constexpr std::string_view kNoTrailers = "trailers are not taken";
  constexpr std::string_view kUnevenChunk = "a chunk is not as long as it says";
  switch (expects_) {
    case Expects::size_digit: digits_ = 0; return take_digit(byte);
    case Expects::size_rest:
      if (byte == '\r') return Expects::size_line_feed;
      return take_digit(byte);
    case Expects::size_line_feed:
      return must_be(byte == '\n', left_ == 0 ? Expects::last_return : Expects::data, "a malformed chunk size");
    case Expects::data_return: return must_be(byte == '\r', Expects::data_line_feed, kUnevenChunk);
    case Expects::data_line_feed: return must_be(byte == '\n', Expects::size_digit, kUnevenChunk);
    case Expects::last_return: return must_be(byte == '\r', Expects::last_line_feed, kNoTrailers);
    case Expects::last_line_feed: return must_be(byte == '\n', Expects::nothing, kNoTrailers);
    case Expects::data:
    case Expects::nothing: break;
  }
  std::unreachable();
}

std::expected<BodyReader::Expects, Refusal> BodyReader::take_digit(char byte) {
  const int digit = hex_value(byte);
  if (digit < 0) return std::unexpected(Refusal{400, "a malformed chunk size, or an extension of one"});
  if (++digits_ > kMaxSizeDigits) return std::unexpected(Refusal{400, "a chunk size of too many digits"});
  // left_ is 0 before the first digit and at most the limit before each: this cannot overflow.
  left_ = left_ * 16 + static_cast<unsigned>(digit);
  if (left_ > limit_ - body_.size()) return std::unexpected(kTooLarge);
  return Expects::size_rest;
}

}  // namespace signet::net
