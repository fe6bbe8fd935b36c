// SPDX-License-Identifier: Apache-2.0
// A secret that nobody has a reason to read: a read of it is an alarm.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"

#include <cstdint>
#include <optional>

namespace signet {

struct Canary {
  SecretId secret;
  bool enabled = true;
  bool freezes_project = true;
  bool freezes_related = false;  // projects that have a machine in common with its own
  std::optional<Instant> triggered_at = {};  // last
  std::int64_t seq = 0;
};

}  // namespace signet
