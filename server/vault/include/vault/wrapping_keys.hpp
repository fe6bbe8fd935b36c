// SPDX-License-Identifier: Apache-2.0
// Root keys and project keys are replaced at once, and what the former ones wrap is wrapped again bit by bit: in small
// commits, so that no request waits, each of which leaves a whole state behind.
#pragma once

#include "domain/key_rotation.hpp"
#include "vault/work.hpp"

namespace signet::vault {

/// The root key that the keyring adopts once this is durable. Conflict: the last rotation has not come to its end, or a
/// slot is not shown by its mac to be what was made, so that nobody knows whom another key would be sealed to.
[[nodiscard]] Result<SecretBytes> rotate_root_key(Work& work);
/// The same for the key of a project, whose data keys, about so many, are then on their way. Conflict: they still are.
[[nodiscard]] Result<ProjectKeyRotation> rotate_project_key(Work& work, const ProjectId& project,
                                                            std::size_t data_keys);

/// A data key of `place`, wrapped by the newest generation of its project's key.
[[nodiscard]] Bytes rewrap_data_key(const keyring::Keyring& keyring, const VaultId& vault, const ProjectId& project,
                                    const ProjectKey& key, const DataKeyPlace& place);
/// If nothing is wrapped by them any more. The ids of those destroyed.
[[nodiscard]] std::vector<std::string> destroy_former_root_keys(Work& work);
/// REQUIRES: a snapshot from after the rotation began had nothing that they wrap.
void destroy_former_project_keys(Work& work, const ProjectKeyRotation& rotation);

}  // namespace signet::vault
