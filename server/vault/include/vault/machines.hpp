// SPDX-License-Identifier: Apache-2.0
// The life of a machine after it enrolled. Everything here is a conflict where the machine's state does not allow it.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

[[nodiscard]] Result<Machine> approve_machine(Work& work, const VaultId& vault, const MachineId& id);
/// Only a pending one. It is then unknown.
[[nodiscard]] Result<void> deny_machine(Work& work, const VaultId& vault, const MachineId& id);
[[nodiscard]] Result<Machine> set_machine_enabled(Work& work, const VaultId& vault, const MachineId& id, bool enabled);
/// It is then unknown, with all its grants and memberships gone; its key can never be enrolled again.
[[nodiscard]] Result<void> revoke_machine(Work& work, const VaultId& vault, const MachineId& id);
[[nodiscard]] Result<Machine> rename_machine(Work& work, const VaultId& vault, const MachineId& id,
                                             const std::string& name);

}  // namespace signet::vault
