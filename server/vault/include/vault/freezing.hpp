// SPDX-License-Identifier: Apache-2.0
// A frozen project gives its machines nothing until an owner unfreezes it. Operators go on as before.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

/// Conflict if it is frozen already.
[[nodiscard]] Result<Project> freeze_project(Work& work, const VaultId& vault, const ProjectId& id);
/// Conflict unless it is frozen.
[[nodiscard]] Result<Project> unfreeze_project(Work& work, const VaultId& vault, const ProjectId& id);

}  // namespace signet::vault
