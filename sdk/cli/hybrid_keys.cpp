// SPDX-License-Identifier: Apache-2.0
// hybrid-key: the keys that others seal to a machine with.
#include "arguments.hpp"
#include "definitions.hpp"

namespace signet::cli {

Action define_hybrid_key_publish(CLI::App& command) {
  const auto clear = flag(command, "--clear-too", "The server may also give this machine values that are not sealed");
  return [=](Session& session) -> Result<void> {
    auto machine = session.machine();
    if (!machine) return std::unexpected(machine.error());
    return session.show_result(machine->renew_hybrid_key(!*clear));
  };
}

Action define_hybrid_key_show(CLI::App& command) {
  const auto owner = positional(command, "MACHINE", "The machine's id");
  return [=](Session& session) -> Result<void> {
    auto machine = session.machine();
    if (!machine) return std::unexpected(machine.error());
    return session.show_result(machine->hybrid_key(*owner));
  };
}

Action define_machine_hybrid_key(CLI::App& command) {
  const auto id = positional(command, "MACHINE", "The machine's id");
  return in_vault(
      [=](Session& session, client::VaultAdmin& vault) { return session.show_result(vault.hybrid_key(*id)); });
}

}  // namespace signet::cli
