// SPDX-License-Identifier: Apache-2.0
// How a secret gets a value that nobody chose.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet {

enum class Charset : std::uint8_t { symbols = 1, alphanumeric = 2, numbers = 3, uuid = 4 };
[[nodiscard]] std::string_view name_of(Charset charset);
[[nodiscard]] std::optional<Charset> parse_charset(std::string_view name);

struct Recipe {
  std::size_t length = 32;  // in characters; a UUID has its own
  Charset charset = Charset::symbols;
  std::vector<std::string> fields = {};  // that get a generated value; empty: the single value
};

struct Rotation {
  SecretId secret;
  Recipe recipe;
  std::optional<std::chrono::seconds> interval = {};  // a schedule, or none
  std::optional<Instant> next_at = {};                // with a schedule
  std::optional<Instant> last_at = {};
  Instant updated_at;
};

}  // namespace signet
