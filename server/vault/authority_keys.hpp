// SPDX-License-Identifier: Apache-2.0
// The sealed half of an authority.
#pragma once

#include "vault/certificates.hpp"

namespace signet::vault {

inline constexpr std::size_t kAuthorityKeyBytes = 32;  // an Ed25519 seed, or a scalar of P-256

[[nodiscard]] SecretBytes open_authority_key(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                             const Authority& authority);

}  // namespace signet::vault
