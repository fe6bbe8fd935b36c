// SPDX-License-Identifier: Apache-2.0
// The key by which a vault signs what it seals for its machines: Ed25519+ML-DSA-65.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/schema/secret_bytes.hpp"

namespace signet {

struct ResponseKey {
  VaultId vault;
  Bytes public_key;
  Bytes seed;         // sealed
  Bytes wrapped_key;  // by the vault's own key
  Instant created_at;
};

}  // namespace signet
