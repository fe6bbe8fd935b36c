// SPDX-License-Identifier: Apache-2.0
#include "utf8.hpp"

#include "signet/schema/encoding.hpp"

namespace signet {

std::optional<char32_t> take_code_point(std::string_view& rest) {
  const auto first = static_cast<std::uint8_t>(rest.front());
  if (first < 0x80) {
    rest.remove_prefix(1);
    return first;
  }
  if (first < 0xC2 || first > 0xF4) return std::nullopt;
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (rest.size() < length) return std::nullopt;

  char32_t code_point = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<std::uint8_t>(rest[i]);
    if ((next & 0xC0U) != 0x80) return std::nullopt;
    code_point = code_point << 6U | (next & 0x3FU);
  }
  const char32_t smallest = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < smallest || surrogate || code_point > 0x10FFFF) return std::nullopt;
  rest.remove_prefix(length);
  return code_point;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (!take_code_point(text)) return false;
  }
  return true;
}

}  // namespace signet
