// SPDX-License-Identifier: Apache-2.0
// Projects and who is in them.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

[[nodiscard]] Result<Project> create_project(Work& work, const VaultId& vault, const std::string& name);
[[nodiscard]] Result<Project> rename_project(Work& work, const VaultId& vault, const ProjectId& id,
                                             const std::string& name);
/// Only without secrets and not part of an application: a conflict otherwise.
[[nodiscard]] Result<void> delete_project(Work& work, const VaultId& vault, const ProjectId& id);

/// Adding a member again changes nothing.
[[nodiscard]] Result<void> add_member(Work& work, const VaultId& vault, const ProjectId& id, const MachineId& machine);
/// Its grants in the project go too.
[[nodiscard]] Result<void> remove_member(Work& work, const VaultId& vault, const ProjectId& id,
                                         const MachineId& machine);

}  // namespace signet::vault
