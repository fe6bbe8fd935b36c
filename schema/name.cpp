// SPDX-License-Identifier: Apache-2.0
// Without ICU: a text is in NFC if no code point of it decomposes, its marks are in the order of their classes, and no
// mark can join the letter before it. make_name_tables.py tries this rule against a full implementation.
#include "signet/schema/name.hpp"

#include "name_tables.hpp"
#include "signet/schema/limits.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <iterator>

namespace signet {
namespace {

/// The entry of an ordered table of ranges that has the code point, or null.
template <class Range, std::size_t n>
const Range* find_range(const Range (&table)[n], char32_t code_point) {
  const Range* after = std::ranges::upper_bound(table, code_point, {}, &Range::first);
  if (after == std::begin(table)) return nullptr;
  const Range* range = after - 1;
  return code_point <= range->last ? range : nullptr;
}

/// Zero for a letter.
int combining_class(char32_t code_point) {
  const CombiningRange* range = find_range(kCombining, code_point);
  return range == nullptr ? 0 : range->combining_class;
}

bool may_compose(char32_t mark) {
  return std::ranges::any_of(kComposing, [mark](const ComposingPair& pair) { return pair.second == mark; });
}

bool may_follow(char32_t before, char32_t code_point) {
  const bool composes = std::ranges::any_of(
      kComposing, [&](const ComposingPair& pair) { return pair.first == before && pair.second == code_point; });
  if (composes) return false;
  const int mark = combining_class(code_point), mark_before = combining_class(before);
  if (mark == 0 || mark_before == 0) return true;
  return mark >= mark_before && !may_compose(code_point);
}

}  // namespace

bool is_display_name(std::string_view text) {
  if (text.empty()) return false;
  std::size_t length = 0;
  char32_t before = 0;
  while (!text.empty()) {
    const std::optional<char32_t> code_point = take_code_point(text);
    if (!code_point || ++length > limits::kMaxName) return false;
    if (find_range(kForbidden, *code_point) != nullptr || !may_follow(before, *code_point)) return false;
    const bool outer = length == 1 || text.empty();
    if (outer && std::ranges::find(kSpaces, *code_point) != std::end(kSpaces)) return false;
    before = *code_point;
  }
  return true;
}

bool is_hostname(std::string_view text) {
  return !text.empty() && text.size() <= limits::kMaxHostname && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
           c == '-';
  });
}

}  // namespace signet
