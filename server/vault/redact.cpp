// SPDX-License-Identifier: Apache-2.0
#include "redact.hpp"

#include <charconv>
#include <optional>

namespace signet::vault {
namespace {

constexpr std::string_view kStars = "***";

std::optional<unsigned> read_hex(std::string_view text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number, 16);
  if (error != std::errc{} || end != text.data() + digits) return std::nullopt;
  return number;
}

char after_backslash(char letter) {
  switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter;
  }
}

/// How many bytes of the beginning of `text` mean this one; 0 if they mean another.
std::size_t length_of(std::string_view text, char meant) {
  const auto number = static_cast<unsigned char>(meant);
  if (text.starts_with('%') && read_hex(text.substr(1), 2) == number) return 3;
  if (text.starts_with("\\u") && number < 0x80 && read_hex(text.substr(2), 4) == number) return 6;
  if (text.starts_with('\\') && text.size() > 1 && after_backslash(text[1]) == meant) return 2;
  const bool quote = meant == '\'' || meant == '"';
  if (quote && text.size() > 1 && text[0] == meant && text[1] == meant) return 2;
  if (meant == ' ' && text.starts_with('+')) return 1;
  return text.starts_with(meant) ? 1 : 0;
}

std::size_t length_of(std::string_view text, std::string_view meant) {
  std::size_t length = 0;
  for (const char each : meant) {
    const auto more = length_of(text.substr(length), each);
    if (more == 0) return 0;
    length += more;
  }
  return length;
}

}  // namespace

void redact(std::string& text, std::string_view secret) {
  // First as it is: what looks like an escape may be the secret itself.
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kStars.size()))
    text.replace(at, secret.size(), kStars);
  for (std::size_t at = 0; at < text.size();) {
    const auto length = length_of(std::string_view(text).substr(at), secret);
    if (length != 0) text.replace(at, length, kStars);
    at += length != 0 ? kStars.size() : 1;
  }
}

}  // namespace signet::vault
