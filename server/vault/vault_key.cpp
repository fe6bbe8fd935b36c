// SPDX-License-Identifier: Apache-2.0
#include "vault_key.hpp"

#include "store/authorities.hpp"

namespace signet::vault {

ProjectKey own_key_of(Work& work, const std::optional<VaultId>& vault) {
  if (auto known = work.read().authorities().find_vault_key(vault)) return std::move(*known);
  auto made = work.keyring.make_vault_key(vault);
  work.transaction.authorities().insert_vault_key(vault, made);
  return made;
}

ProjectKey key_of(store::Snapshot& snapshot, const ProjectId& project) {
  auto key = snapshot.find_project_key(project);
  if (!key) throw store::CorruptStore("project " + project.str() + " has no key");
  return std::move(*key);
}

}  // namespace signet::vault
