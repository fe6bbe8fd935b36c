// SPDX-License-Identifier: Apache-2.0
// The key by which a vault signs what it seals, so that a machine knows that the answer is its vault's. Made when it is
// first needed, kept sealed under the vault's own key.
#pragma once

#include "signet/crypto/keys.hpp"
#include "vault/work.hpp"

namespace signet::vault {

/// The one there is, or a new one.
[[nodiscard]] crypto::PublicKey need_response_key(Work& work, const VaultId& vault);
/// Nothing: none was needed yet.
[[nodiscard]] std::optional<crypto::PublicKey> find_response_key(store::Snapshot& snapshot, const VaultId& vault);
/// REQUIRES: there is one.
[[nodiscard]] crypto::PrivateKey open_response_key(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                                   const VaultId& vault);

}  // namespace signet::vault
