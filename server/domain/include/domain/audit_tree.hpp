// SPDX-License-Identifier: Apache-2.0
// What is kept of the Merkle tree over an audit log.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signet {

using TreeHash = std::array<std::uint8_t, 32>;

/// Up to 256 hashes: on level 0 of records, above of whole tiles of the level below.
struct AuditTile {
  unsigned level;
  std::int64_t index;
  std::vector<TreeHash> hashes;
};
inline constexpr std::size_t kTileHashes = 256;

struct AuditCheckpoint {
  std::int64_t size;
  TreeHash root;
  std::string note;  // signed
  Instant at;
};

/// A log, and how far it is covered.
struct AuditLogState {
  std::string log;
  std::int64_t records;
  std::int64_t covered = 0;  // by the newest checkpoint; 0 without one
  TreeHash root = {};        // of that
  Instant covered_at = {};
};

struct CheckpointKey {
  std::optional<VaultId> vault;  // none: the installation's
  Bytes seed;                    // sealed
  Bytes wrapped_key;             // by the own key of the vault or installation
  Instant created_at;
};

/// Who asked for a change: what was signed, the signature and a salt, sealed. It is about the records of one request,
/// from `first` to `last`.
struct WriteProof {
  std::string log;
  std::int64_t first;
  std::int64_t last;
  Bytes sealed;
  Bytes wrapped_key;  // by the own key of the vault or installation
};

/// Some of a log that follow one another.
struct WriteProofRange {
  std::string log;
  std::int64_t first;  // record
  std::int64_t last;
  std::size_t proofs;
};

}  // namespace signet
