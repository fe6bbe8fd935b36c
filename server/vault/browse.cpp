// SPDX-License-Identifier: Apache-2.0
#include "vault/browse.hpp"

namespace signet::vault {

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
