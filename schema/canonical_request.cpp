// SPDX-License-Identifier: Apache-2.0
// A client or an attacker chooses every field. If a timestamp or a nonce could hold a colon, a signature over the
// target
// "/a:1700000000" would also be one over "/a" at another time, so each field is matched whole and nothing is trimmed,
// decoded or re-encoded.
#include "signet/schema/canonical_request.hpp"

#include "signet/schema/character_set.hpp"
#include "signet/schema/limits.hpp"

#include <algorithm>
#include <charconv>

namespace signet {
namespace {

constexpr std::size_t kShortestNonce = 16;
constexpr std::size_t kLongestNonce = 128;
constexpr std::size_t kLongestMethod = 16;
constexpr std::size_t kLongestPathParameter = 128;
constexpr std::size_t kTimestampDigits = 10;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

constexpr CharacterSet kUnreserved("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
constexpr CharacterSet kTarget(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%?");
constexpr CharacterSet kPathParameter("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");
constexpr CharacterSet kNonce("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-");

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Decoding must not be able to make two texts equal or to move a path's borders.
bool are_escapes_needed(std::string_view text, std::string_view never_escaped) {
  for (std::size_t i = text.find('%'); i != std::string_view::npos; i = text.find('%', i + 3)) {
    if (text.size() - i < 3) return false;
    const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return false;
    const auto decoded = static_cast<char>(high * 16 + low);
    if (decoded == '\0' || kUnreserved.contains(decoded) || never_escaped.contains(decoded)) return false;
  }
  return true;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

}  // namespace

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  if (text.size() != kTimestampDigits || text.front() == '0' || !std::ranges::all_of(text, is_digit))
    return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return seconds;
}

bool is_nonce(std::string_view text) {
  return text.size() >= kShortestNonce && text.size() <= kLongestNonce && kNonce.contains_all_of(text);
}

bool is_method(std::string_view text) {
  return !text.empty() && text.size() <= kLongestMethod && std::ranges::all_of(text, is_upper);
}

bool is_target(std::string_view text) {
  if (!text.starts_with('/') || text.size() > limits::kMaxTarget) return false;
  if (!kTarget.contains_all_of(text) || text.contains("//")) return false;
  const std::string_view path = text.substr(0, text.find('?'));
  const std::string_view query = text.substr(path.size());
  return query != "?" && !has_dot_segment(path) && are_escapes_needed(path, "/\\%") && are_escapes_needed(query, "");
}

bool is_path_parameter(std::string_view text) {
  return !text.empty() && text.size() <= kLongestPathParameter && kPathParameter.contains_all_of(text);
}

std::string canonical_request(std::string_view method, std::string_view target, std::string_view timestamp,
                              std::string_view nonce, std::string_view body_hash) {
  std::string text(method);
  text.reserve(method.size() + target.size() + timestamp.size() + nonce.size() + body_hash.size() + 4);
  for (const std::string_view field : {target, timestamp, nonce, body_hash}) {
    text += ':';
    text += field;
  }
  return text;
}

}  // namespace signet
