// SPDX-License-Identifier: Apache-2.0
// `signetd lockout`: for whoever is on the host and cannot get in through the front door. Needs no key and no operator,
// but the server must be stopped: it counts in memory.
#pragma once

#include "app/config.hpp"
#include "app/exit_code.hpp"
#include "domain/clock.hpp"

#include <optional>
#include <string>

namespace signet::app {

/// A table, with a line that says so if there is none.
[[nodiscard]] Result<std::string> list_lockouts(const Config& config, const Clock& clock);

struct LockoutChoice {
  std::optional<std::string> address = std::nullopt;  // an address, or a network as the list shows it
  std::optional<std::string> identity = std::nullopt;
  bool all = false;
};
/// Recorded in the installation's audit log. Says what was cleared.
[[nodiscard]] Result<std::string> clear_lockouts(const Config& config, const LockoutChoice& choice, const Clock& clock);

}  // namespace signet::app
