// SPDX-License-Identifier: Apache-2.0
// Optimal string alignment: the rows of the table that a step can reach back to are kept, three of them.
#include "nearest.hpp"

#include <algorithm>
#include <numeric>

namespace signet::app {

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::optional<std::string> find_nearest(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t kMostSteps = 2;
  const auto nearest = std::ranges::min_element(known, {}, [&](const auto& one) { return distance(word, one); });
  if (nearest == known.end() || distance(word, *nearest) > kMostSteps) return std::nullopt;
  return *nearest;
}

}  // namespace signet::app
