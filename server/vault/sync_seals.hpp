// SPDX-License-Identifier: Apache-2.0
// What of a managed secret is sealed: the administrator's login and the pending value, each bound to its secret and to
// its number.
#pragma once

#include "vault/sync.hpp"

namespace signet::vault {

void seal_login(Work& work, const Secret& secret, SyncAgent& agent, const AdminLogin& login);
[[nodiscard]] AdminLogin open_login(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Secret& secret,
                                    const SyncAgent& agent);
/// REQUIRES: agent.pending. The value is a JSON object of the managed username and `password`.
void seal_pending(Work& work, const Secret& secret, SyncAgent& agent, const SecretBytes& password);
[[nodiscard]] SecretBytes open_pending(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                       const Secret& secret, const SyncAgent& agent);

}  // namespace signet::vault
