// SPDX-License-Identifier: Apache-2.0
// The key of a vault's own, for what belongs to it and to no project.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

/// Made when it is first asked for.
[[nodiscard]] ProjectKey own_key_of(Work& work, const VaultId& vault);

}  // namespace signet::vault
