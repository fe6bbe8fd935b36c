// SPDX-License-Identifier: Apache-2.0
#include "printable.hpp"

#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace signet::cli {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

constexpr Range kHidden[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F},                    // control
    {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},  // soft hyphen, joiner, Arabic mark
    {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F},  // fillers, vowel signs and separators without a glyph
    {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},  // zero-width, separators, bidi
    {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},  // filler, variation selectors, byte order mark
    {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0xE0000, 0xE0FFF},
};

bool is_hidden(std::uint32_t point) {
  return std::ranges::any_of(kHidden, [&](Range range) { return point >= range.first && point <= range.last; });
}

std::size_t length_of_character(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// REQUIRES: one character of valid UTF-8.
std::uint32_t code_point(std::string_view character) {
  const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(character[i])}; };
  if (character.size() == 1) return byte(0);
  std::uint32_t point = byte(0) & (0x7Fu >> character.size());
  for (std::size_t i = 1; i < character.size(); ++i) point = (point << 6) | (byte(i) & 0x3Fu);
  return point;
}

std::string escape(std::string_view text, std::string_view kept) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = std::min(length_of_character(text.front()), text.size());
    const auto character = text.substr(0, length);
    if (!is_utf8(character)) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
      continue;
    }
    const auto point = code_point(character);
    if (is_hidden(point) && kept.find(character) == std::string_view::npos) {
      fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", point);
    } else {
      out += character;
    }
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace

std::string printable(std::string_view text) { return escape(text, ""); }
std::string printable_lines(std::string_view text) { return escape(text, "\n\t"); }

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace signet::cli
