// SPDX-License-Identifier: Apache-2.0
// How much happened when.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"

#include <cstdint>

namespace signet {

using Hour = std::chrono::sys_time<std::chrono::hours>;

[[nodiscard]] inline Hour hour_of(Instant at) { return std::chrono::floor<std::chrono::hours>(at); }

struct ReadsInHour {
  Hour hour;
  std::int64_t reads;
};

/// What one machine read in one hour.
struct MachineReads {
  VaultId vault;
  MachineId machine;
  Hour hour;
  std::int64_t reads;
};

}  // namespace signet
