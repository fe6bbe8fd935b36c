// SPDX-License-Identifier: Apache-2.0
// What checkpoints of audit logs are signed with: a key of each vault's own, and one of the installation's.
#pragma once

#include "signet/crypto/checkpoint.hpp"
#include "vault/work.hpp"

namespace signet::vault {

/// None if it is there already.
void make_checkpoint_key(Work& work, const std::optional<VaultId>& vault);

/// Without a vault: the installation's. Absent: there is none yet.
[[nodiscard]] std::optional<crypto::CheckpointSigner> open_checkpoint_key(store::Snapshot& snapshot,
                                                                          const keyring::Keyring& keyring,
                                                                          const std::optional<VaultId>& vault,
                                                                          const std::string& origin);

}  // namespace signet::vault
