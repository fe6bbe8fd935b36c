// SPDX-License-Identifier: Apache-2.0
// hybrid-key: the keys that others seal to a machine with.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "signet/crypto/hybrid_key_proof.hpp"

namespace signet::cli {
namespace {

/// One above what is published, so that nobody goes back.
Result<std::uint64_t> next_epoch(client::Client& machine) {
  const auto last = machine.hybrid_key(machine.identity().machine_id);
  if (last) return last->epoch + 1;
  if (last.error().kind == client::ErrorKind::not_found) return 1;
  return std::unexpected(last.error());
}

}  // namespace

Action define_hybrid_key_publish(CLI::App& command) {
  const auto file = positional(command, "FILE", "The public key, 1,221 bytes; - for standard input");
  return [=](Session& session) -> Result<void> {
    const auto key = read_input(session.console(), *file, crypto::kSealingKeyBytes);
    if (!key) return std::unexpected(key.error());
    auto machine = session.machine();
    if (!machine) return std::unexpected(machine.error());
    const auto epoch = next_epoch(*machine);
    if (!epoch) return std::unexpected(epoch.error());
    return session.show_result(machine->publish_hybrid_key(key->expose(), *epoch));
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
