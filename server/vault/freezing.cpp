// SPDX-License-Identifier: Apache-2.0
#include "vault/freezing.hpp"

#include "store/policies.hpp"

namespace signet::vault {
namespace {

Result<Project> set_frozen(Work& work, const VaultId& vault, const ProjectId& id, bool frozen) {
  auto project = find_project(work.read(), vault, id);
  if (!project) return project;
  if (project->frozen_at.has_value() == frozen)
    return refuse(ErrorCode::conflict, frozen ? "The project is frozen already" : "The project is not frozen");
  project->frozen_at = frozen ? std::optional(work.now) : std::nullopt;
  work.transaction.policies().set_frozen(id, project->frozen_at);
  work.transaction.raise_generation(vault);
  work.journal.add(frozen ? Action::project_freeze : Action::project_unfreeze, id.str() + " " + project->name);
  return project;
}

}  // namespace

Result<Project> freeze_project(Work& work, const VaultId& vault, const ProjectId& id) {
  return set_frozen(work, vault, id, true);
}

Result<Project> unfreeze_project(Work& work, const VaultId& vault, const ProjectId& id) {
  return set_frozen(work, vault, id, false);
}

}  // namespace signet::vault
