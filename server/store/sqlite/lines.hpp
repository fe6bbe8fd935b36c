// SPDX-License-Identifier: Apache-2.0
// Short lists in one column, an item a line, for what no query looks into.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace signet::store {

[[nodiscard]] inline std::vector<std::string> from_lines(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto item = text.substr(0, text.find('\n'));
    items.emplace_back(item);
    text.remove_prefix(std::min(text.size(), item.size() + 1));
  }
  return items;
}

/// REQUIRES: no item is empty or has a line feed.
[[nodiscard]] inline std::string to_lines(const std::vector<std::string>& items) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : "\n") + item;
  return text;
}

}  // namespace signet::store
