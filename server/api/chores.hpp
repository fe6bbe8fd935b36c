// SPDX-License-Identifier: Apache-2.0
// The one table of what is done again and again, whether anybody asks or not.
#pragma once

#include "api/services.hpp"

#include <chrono>
#include <span>
#include <string_view>

namespace signet::api {

struct Chore {
  std::string_view name;
  std::chrono::seconds every;
  bool throws_away;  // what the clock says is too old: not done for a while after the clock jumped
  /// On the housekeeping thread. May throw: it is logged, and the others go on.
  void (*run)(const Services& services, store::Committer& committer);
};

[[nodiscard]] std::span<const Chore> all_chores();

}  // namespace signet::api
