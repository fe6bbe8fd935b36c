// SPDX-License-Identifier: Apache-2.0
// Which bytes a grammar allows, as a table: every byte of every request is looked up in several of them.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace signet {

class CharacterSet {
 public:
  consteval explicit CharacterSet(std::string_view members) {
    for (const char c : members) has_[static_cast<unsigned char>(c)] = true;
  }
  [[nodiscard]] constexpr bool contains(char c) const { return has_[static_cast<unsigned char>(c)]; }
  [[nodiscard]] constexpr bool contains_all_of(std::string_view text) const {
    return std::ranges::all_of(text, [this](char c) { return contains(c); });
  }

 private:
  std::array<bool, 256> has_{};
};

}  // namespace signet
