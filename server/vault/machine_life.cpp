// SPDX-License-Identifier: Apache-2.0
#include "vault/machine_life.hpp"

#include "store/policies.hpp"

#include <set>

namespace signet::vault {

Result<Machine> extend_machine(Work& work, const VaultId& vault, const MachineId& id, std::chrono::milliseconds life) {
  auto machine = find_machine(work.read(), vault, id);
  if (!machine) return machine;
  if (!machine->expires_at) return refuse(ErrorCode::conflict, "The machine has no end that could be moved");
  const auto before = *machine->expires_at;
  machine->expires_at = work.now + life;
  work.transaction.update_machine(*machine);
  work.transaction.raise_generation(vault);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*machine->expires_at - before).count();
  work.journal.add(Action::machine_extend, machine->name + " by " + std::to_string(seconds) + " s").machine_id =
      id.str();
  return machine;
}

std::vector<AuditEvent> sweep_expired(store::Transaction& transaction, Instant now, std::size_t limit) {
  std::vector<AuditEvent> events;
  std::set<VaultId> vaults;
  for (auto& machine : transaction.read().list_expired_machines(now, limit)) {
    const bool goes = machine.kind == MachineKind::ephemeral;
    if (goes) {
      transaction.delete_machine(machine.id);
    } else {
      machine.enabled = false;
      transaction.update_machine(machine);
    }
    vaults.insert(machine.vault);
    events.push_back({.action = goes ? Action::machine_expire : Action::machine_disable,
                      .log = machine.vault.str(),
                      .machine_id = machine.id.str(),
                      .detail = machine.name + (goes ? "" : " has expired")});
  }
  for (const auto& vault : vaults) transaction.raise_generation(vault);
  return events;
}

Result<RevocationEffect> preview_revocation(store::Snapshot& snapshot, const VaultId& vault, const MachineId& id,
                                            Instant now) {
  const auto machine = find_machine(snapshot, vault, id);
  if (!machine) return std::unexpected(machine.error());
  RevocationEffect effect{*machine, snapshot.list_memberships(id), {}, snapshot.policies().list_co_signed_by(id), {}};
  for (auto& secret : snapshot.list_granted(id))
    if (const auto kind = snapshot.find_grant(id, secret.id)) effect.grants.push_back({std::move(secret), *kind});
  if (machine->token) effect.token = snapshot.find_token(*machine->token);
  if (effect.token && state_of(*effect.token, now) != TokenState::active) effect.token.reset();
  return effect;
}

}  // namespace signet::vault
