// SPDX-License-Identifier: Apache-2.0
#include "vault/work.hpp"

namespace signet::vault {

Result<Project> find_project(store::Snapshot& snapshot, const VaultId& vault, const ProjectId& id) {
  auto project = snapshot.find_project(id);
  if (!project || project->vault != vault) return not_found("project");
  return std::move(*project);
}

Result<Secret> find_secret(store::Snapshot& snapshot, const VaultId& vault, const SecretId& id) {
  auto secret = snapshot.find_secret(id);
  if (!secret || secret->vault != vault || secret->deleted_at) return not_found("secret");
  return std::move(*secret);
}

Result<Machine> find_machine(store::Snapshot& snapshot, const VaultId& vault, const MachineId& id) {
  auto machine = snapshot.find_machine(id);
  if (!machine || machine->vault != vault) return not_found("machine");
  return std::move(*machine);
}

}  // namespace signet::vault
