// SPDX-License-Identifier: Apache-2.0
// An application groups the three projects that it was made with, one for each stage. It holds no secrets itself, and
// projects neither join nor leave it.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace signet {

inline constexpr std::array<std::string_view, 3> kStages{"Prod", "Staging", "Dev"};

struct Application {
  ApplicationId id;
  VaultId vault;
  std::string name;
  Instant created_at;
  std::int64_t seq = 0;
};

}  // namespace signet
