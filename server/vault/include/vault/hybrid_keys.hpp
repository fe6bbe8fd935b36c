// SPDX-License-Identifier: Apache-2.0
// The key that others seal to a machine with: published by the machine, under its own signature, as often as it likes,
// and fetched by anybody in its vault.
#pragma once

#include "domain/hybrid_key.hpp"
#include "vault/work.hpp"

namespace signet::vault {

struct Publication {
  std::uint64_t epoch;
  Bytes public_key;
  Bytes proof;  // good: the caller has verified it under the machine's key
  bool sealed_only;
};

/// Conflict: an epoch that is not above the last one, or a key that was published before, by whomever. The same key
/// under the same epoch again: what is there, though the machine may say anew whether it takes values in clear.
[[nodiscard]] Result<HybridKey> publish_hybrid_key(Work& work, const Machine& machine, const Publication& publication);

/// Unknown machine, another vault's, or one that has published none: not_found.
[[nodiscard]] Result<HybridKey> find_hybrid_key(store::Snapshot& snapshot, const VaultId& vault,
                                                std::string_view machine);

}  // namespace signet::vault
