// SPDX-License-Identifier: Apache-2.0
// TZif files made by hand.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signet::testing {

/// What a file says, and what may be wrong with it.
struct Tzif {
  char version = '2';
  std::vector<std::int32_t> offsets = {0};                       // of its types
  std::vector<std::pair<std::int64_t, std::uint8_t>> changes = {};  // when, to which type
  std::string footer = "\n\n";
  std::uint32_t leaps = 0;

  [[nodiscard]] Bytes bytes() const {
    std::string file = header(0, 0, 0) + header(leaps, changes.size(), offsets.size());
    for (const auto& change : changes) file += number(static_cast<std::uint64_t>(change.first), 8);
    for (const auto& change : changes) file += static_cast<char>(change.second);
    for (const auto offset : offsets) file += number(static_cast<std::uint32_t>(offset), 4) + std::string(2, '\0');
    file += std::string(4, 'x');
    file += std::string(leaps * 12, '\0');
    file += footer;
    return Bytes(file.begin(), file.end());
  }

 private:
  static std::string number(std::uint64_t value, int size) {
    std::string text;
    for (int byte = size - 1; byte >= 0; --byte) text += static_cast<char>(value >> (byte * 8) & 0xff);
    return text;
  }
  [[nodiscard]] std::string header(std::uint64_t leap, std::uint64_t times, std::uint64_t types) const {
    return "TZif" + std::string(1, version) + std::string(15, '\0') + number(0, 4) + number(0, 4) + number(leap, 4) +
           number(times, 4) + number(types, 4) + number(types == 0 ? 0 : 4, 4);
  }
};

}  // namespace signet::testing
