// SPDX-License-Identifier: Apache-2.0
// The keys that wrap data keys: a project's, a vault's own for what belongs to no project, and the installation's own.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

/// Made when it is first asked for. None: the installation's.
[[nodiscard]] ProjectKey own_key_of(Work& work, const std::optional<VaultId>& vault);
/// Throws store::CorruptStore if the project has none.
[[nodiscard]] ProjectKey key_of(store::Snapshot& snapshot, const ProjectId& project);

}  // namespace signet::vault
