// SPDX-License-Identifier: Apache-2.0
// The keys by which a vault signs identity tokens: Ed25519+ML-DSA-65, one after the other.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <optional>

namespace signet {

struct IssuerKey {
  VaultId vault;
  std::uint64_t epoch = 1;
  Bytes public_key;
  Bytes seed;         // sealed; empty once it signs no more
  Bytes wrapped_key;  // by the vault's own key; likewise
  Instant created_at;
  std::optional<Instant> listed_until = {};  // nothing: it signs
};

}  // namespace signet
