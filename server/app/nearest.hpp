// SPDX-License-Identifier: Apache-2.0
// "Did you mean": the word that somebody who wrote another one probably meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::app {

/// How many letters must be put in, left out, changed, or swapped with their neighbour.
[[nodiscard]] std::size_t distance(std::string_view a, std::string_view b);
/// At most two such steps away.
[[nodiscard]] std::optional<std::string> find_nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace signet::app
