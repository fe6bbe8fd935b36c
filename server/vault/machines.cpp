// SPDX-License-Identifier: Apache-2.0
#include "vault/machines.hpp"

#include "taken.hpp"

namespace signet::vault {
namespace {

Result<Machine> save(Work& work, Machine machine, Action action, const std::string& detail) {
  work.transaction.update_machine(machine);
  work.transaction.raise_generation(machine.vault);
  work.journal.add(action, detail).machine_id = machine.id.str();
  return machine;
}

void remove(Work& work, const Machine& machine, Action action) {
  work.transaction.delete_machine(machine.id);
  work.transaction.raise_generation(machine.vault);
  work.journal.add(action, machine.name).machine_id = machine.id.str();
}

}  // namespace

Result<Machine> approve_machine(Work& work, const VaultId& vault, const MachineId& id) {
  auto machine = find_machine(work.read(), vault, id);
  if (!machine) return machine;
  if (machine->approved) return refuse(ErrorCode::conflict, "The machine is approved already");
  machine->approved = true;
  const auto detail = machine->name;
  return save(work, std::move(*machine), Action::machine_approve, detail);
}

Result<void> deny_machine(Work& work, const VaultId& vault, const MachineId& id) {
  const auto machine = find_machine(work.read(), vault, id);
  if (!machine) return std::unexpected(machine.error());
  if (machine->approved) return refuse(ErrorCode::conflict, "The machine is approved already: revoke it instead");
  remove(work, *machine, Action::machine_deny);
  return {};
}

Result<Machine> set_machine_enabled(Work& work, const VaultId& vault, const MachineId& id, bool enabled) {
  auto machine = find_machine(work.read(), vault, id);
  if (!machine) return machine;
  if (!machine->approved) return refuse(ErrorCode::conflict, "The machine is pending: approve or deny it");
  if (machine->enabled == enabled)
    return refuse(ErrorCode::conflict, enabled ? "The machine is enabled already" : "The machine is disabled already");
  if (enabled && machine->expires_at && work.now >= *machine->expires_at)
    return refuse(ErrorCode::conflict, "The machine has expired: extend its life first");
  machine->enabled = enabled;
  const auto detail = machine->name;
  return save(work, std::move(*machine), enabled ? Action::machine_enable : Action::machine_disable, detail);
}

Result<void> revoke_machine(Work& work, const VaultId& vault, const MachineId& id) {
  const auto machine = find_machine(work.read(), vault, id);
  if (!machine) return std::unexpected(machine.error());
  remove(work, *machine, Action::machine_revoke);
  return {};
}

Result<Machine> rename_machine(Work& work, const VaultId& vault, const MachineId& id, const std::string& name) {
  auto machine = find_machine(work.read(), vault, id);
  if (!machine || machine->name == name) return machine;
  if (work.read().is_machine_name_taken(vault, name)) return name_taken("machine");
  const auto detail = "from " + machine->name + " to " + name;
  machine->name = name;
  return save(work, std::move(*machine), Action::machine_rename, detail);
}

}  // namespace signet::vault
