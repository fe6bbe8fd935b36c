// SPDX-License-Identifier: Apache-2.0
// What making and deleting a project has in common with making and deleting an application.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

// Neither raises the generation: whoever makes several does it once.
[[nodiscard]] Result<Project> make_project(Work& work, const VaultId& vault, const std::string& name,
                                           const std::optional<ApplicationId>& application);
/// Conflict while it has secrets.
[[nodiscard]] Result<void> remove_project(Work& work, const Project& project);

}  // namespace signet::vault
