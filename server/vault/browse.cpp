// SPDX-License-Identifier: Apache-2.0
#include "vault/browse.hpp"

namespace signet::vault {

Result<void> check_scope(store::Snapshot& snapshot, const MachineId& machine, const Scope& scope) {
  const auto id = scope.project ? ProjectId::parse(*scope.project) : std::nullopt;
  const auto project = id && snapshot.is_member(machine, *id) ? snapshot.find_project(*id) : std::nullopt;
  if (project && project->frozen_at)
    return refuse(ErrorCode::frozen, "The project is frozen: an owner has to unfreeze it");
  return {};
}

std::vector<store::GrantedSecret> list_readable(store::Snapshot& snapshot, const MachineId& machine,
                                                const Scope& scope) {
  auto secrets = snapshot.list_granted(machine);
  std::erase_if(secrets, [&](const store::GrantedSecret& secret) {
    if (scope.project) return secret.project.str() != *scope.project;
    return scope.application && (!secret.application || secret.application->str() != *scope.application);
  });
  return secrets;
}

}  // namespace signet::vault
