// SPDX-License-Identifier: Apache-2.0
#include "vault/restores.hpp"

#include "store/restores.hpp"

#include <set>

namespace signet::vault {

Result<void> release_held(Work& work, const std::vector<std::string>& ids) {
  std::set<VaultId> vaults;
  for (const auto& id : ids) {
    if (!work.read().restores().is_held(id)) return not_found("machine or operator held since a restore");
    const auto machine_id = MachineId::parse(id);
    const auto machine = machine_id ? work.read().find_machine(*machine_id) : std::nullopt;
    work.transaction.restores().release(id);
    work.journal.add(Action::restore_release, machine ? id + " " + machine->name : id);
    if (!machine) continue;
    vaults.insert(machine->vault);
    auto& enabled = work.journal.add(Action::machine_enable, machine->name + ", held since a restore");
    enabled.log = machine->vault.str();
    enabled.machine_id = id;
  }
  for (const auto& vault : vaults) work.transaction.raise_generation(vault);
  work.transaction.raise_installation_generation();
  return {};
}

}  // namespace signet::vault
