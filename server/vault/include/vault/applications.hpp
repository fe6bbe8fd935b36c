// SPDX-License-Identifier: Apache-2.0
// Applications: made with their three projects and deleted with them.
#pragma once

#include "domain/application.hpp"
#include "vault/work.hpp"

#include <array>

namespace signet::vault {

using StageNames = std::array<std::string, kStages.size()>;

/// "shop Prod", "shop Staging", "shop Dev".
[[nodiscard]] StageNames default_stage_names(const std::string& application);

/// Conflict if a name is taken.
[[nodiscard]] Result<Application> create_application(Work& work, const VaultId& vault, const std::string& name,
                                                     const StageNames& projects);
/// Its projects keep their names.
[[nodiscard]] Result<Application> rename_application(Work& work, const VaultId& vault, const ApplicationId& id,
                                                     const std::string& name);
/// With its projects: a conflict while one of them cannot be deleted.
[[nodiscard]] Result<void> delete_application(Work& work, const VaultId& vault, const ApplicationId& id);

[[nodiscard]] Result<Application> find_application(store::Snapshot& snapshot, const VaultId& vault,
                                                   const ApplicationId& id);

}  // namespace signet::vault
