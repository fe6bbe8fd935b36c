// SPDX-License-Identifier: Apache-2.0
// Secrets, their versions, and grants. A version is never changed; a new value is a new version with a data key of its
// own.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

/// `field_names` is empty for a single value; else `bytes` is a JSON object of strings with exactly these names.
struct NewValue {
  SecretBytes bytes;
  std::vector<std::string> field_names;
};

[[nodiscard]] Result<Secret> create_secret(Work& work, const VaultId& vault, const ProjectId& project,
                                           const std::string& name, const NewValue& value,
                                           VersionOrigin origin = VersionOrigin::set);
/// Conflict if `expected_version` is given and is not the current one any more.
[[nodiscard]] Result<Secret> put_version(Work& work, const VaultId& vault, const SecretId& id, const NewValue& value,
                                         std::optional<std::uint64_t> expected_version);
[[nodiscard]] Result<Secret> rename_secret(Work& work, const VaultId& vault, const SecretId& id,
                                           const std::string& name);
/// Soft: it can no longer be read, its grants are gone, its name is free. It lies in the trash: vault/history.hpp.
[[nodiscard]] Result<void> delete_secret(Work& work, const VaultId& vault, const SecretId& id);

/// The machine must be in the secret's project. Granting again changes its kind at most.
[[nodiscard]] Result<Grant> grant(Work& work, const VaultId& vault, const SecretId& id, const MachineId& machine,
                                  GrantKind kind);
[[nodiscard]] Result<void> revoke_grant(Work& work, const VaultId& vault, const SecretId& id, const MachineId& machine);

}  // namespace signet::vault
