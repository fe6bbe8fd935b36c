// SPDX-License-Identifier: Apache-2.0
// Secrets whose versions only chosen machines can open: their author sealed them before they came here. Grants,
// policies and versions hold as for any secret; what leaves is the bundle, through the same gate.
#pragma once

#include "signet/crypto/end_to_end.hpp"
#include "vault/work.hpp"

namespace signet::vault {

struct NewBundle {
  Bytes bytes;
  crypto::EndToEndBundle read;  // of them; its author signed the request
};

/// With the id that the bundle names, as version 1. Conflict: the id or the name is taken, or a machine has published
/// another key than the one that is sealed to. Invalid: the bundle is for another vault or version.
[[nodiscard]] Result<Secret> create_end_to_end(Work& work, const VaultId& vault, const ProjectId& project,
                                               const std::string& name, const NewBundle& bundle);
/// Conflict also: the bundle is not the next version, or the secret is another kind.
[[nodiscard]] Result<Secret> put_end_to_end(Work& work, const VaultId& vault, const SecretId& id,
                                            const NewBundle& bundle);

}  // namespace signet::vault
