// SPDX-License-Identifier: Apache-2.0
// The key of a vault's own, for what belongs to it and to no project; and that of the installation's own.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

/// Made when it is first asked for. None: the installation's.
[[nodiscard]] ProjectKey own_key_of(Work& work, const std::optional<VaultId>& vault);

}  // namespace signet::vault
