// SPDX-License-Identifier: Apache-2.0
// Signed checkpoints of a log. Records are written without a thought for the tree; it grows afterwards, from their
// exact bytes, so a crash between a record and its checkpoint loses nothing.
#pragma once

#include "signet/crypto/checkpoint.hpp"
#include "store/audit_tree.hpp"
#include "store/transaction.hpp"

#include <chrono>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>

namespace signet::audit {

inline constexpr std::int64_t kCheckpointRecords = 1'000;
inline constexpr std::chrono::seconds kCheckpointAge{10};

/// "signet/{installation}/{vault}", and "signet/{installation}/installation" for its own log.
[[nodiscard]] std::string origin_of(const std::string& installation, const std::string& log);

/// There are records that no checkpoint covers, kCheckpointRecords of them or for kCheckpointAge.
[[nodiscard]] bool is_due(const AuditLogState& log, Instant now);

/// What the next checkpoint adds.
struct Growth {
  std::string log;
  std::int64_t from;  // what the last one covers
  std::vector<AuditTile> tiles;
  AuditCheckpoint checkpoint;
};
/// Over a bounded number of further records. Throws CorruptStore if the tree and the newest records that the last
/// checkpoint covers do not give the root that was signed, or not by `signer`: then nothing must be signed any more.
[[nodiscard]] Growth grow(store::Snapshot& snapshot, const AuditLogState& log, const crypto::CheckpointSigner& signer,
                          const std::string& origin, Instant now);
/// Throws std::runtime_error if another checkpoint was written meanwhile. Of the checkpoints within one thousand
/// records the newest stays.
void write(store::Transaction& transaction, const Growth& growth);

/// The newest checkpoints, for the header of answers. Thread-safe.
class Heads {
 public:
  /// Empty: there is none yet.
  [[nodiscard]] std::string of(const std::string& log) const;
  void put(const std::string& log, std::int64_t size, const TreeHash& root);
  /// Of the newest; 0 if there is none yet.
  [[nodiscard]] std::int64_t size_of(const std::string& log) const;
  /// True once for each log: that something is wrong with it is said once.
  [[nodiscard]] bool is_first_complaint(const std::string& log);

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::pair<std::int64_t, std::string>> texts_;
  std::set<std::string> complained_;
};

}  // namespace signet::audit
