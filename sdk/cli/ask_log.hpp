// SPDX-License-Identifier: Apache-2.0
// Which log a command asks about.
#pragma once

#include "arguments.hpp"

namespace signet::cli {

[[nodiscard]] inline Flag everywhere_flag(CLI::App& command) {
  return flag(command, "--installation", "The installation's log instead of the vault's (root)");
}

/// Asks either log: `ask` takes an AdminClient as well as a VaultAdmin.
template <class Ask>
[[nodiscard]] Result<void> ask_log(Session& session, bool everywhere, Ask ask) {
  if (everywhere) {
    auto admin = session.admin();
    return admin ? ask(*admin) : std::unexpected(admin.error());
  }
  auto vault = session.vault();
  return vault ? ask(*vault) : std::unexpected(vault.error());
}

}  // namespace signet::cli
