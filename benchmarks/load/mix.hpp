// SPDX-License-Identifier: Apache-2.0
// What sorts of requests a run is made of, and in which order they come.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signet::load {

enum class Kind : std::uint8_t {
  read,     // a machine reads a secret that it has a grant for: 200
  list,     // a machine lists what it may read: 200
  write,    // an operator gives a secret a new version: 201
  failing,  // a machine reads what it has no grant for, 403, or what is not there, 404, one or the other
};
inline constexpr std::size_t kKinds = 4;
inline constexpr std::array<std::string_view, kKinds> kKindNames{"read", "list", "write", "failing"};

/// Weights; those that are not named are 0.
struct Mix {
  std::array<unsigned, kKinds> weights{};

  /// "read=90,write=10", or "read" alone. Throws std::invalid_argument.
  [[nodiscard]] static Mix parse(std::string_view text);
  [[nodiscard]] bool has(Kind kind) const { return weights[static_cast<std::size_t>(kind)] != 0; }
};

/// `count` of them, each sort spread evenly: any stretch holds each within one of its share.
[[nodiscard]] std::vector<Kind> order(const Mix& mix, std::size_t count);

}  // namespace signet::load
