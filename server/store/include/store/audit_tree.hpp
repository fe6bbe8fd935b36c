// SPDX-License-Identifier: Apache-2.0
// The Merkle tree over each audit log, its signed checkpoints, and what is kept or was moved away beside it.
#pragma once

#include "domain/audit_tree.hpp"

#include <functional>
#include <optional>

namespace signet::store {

class AuditTreeReads {
 public:
  virtual ~AuditTreeReads() = default;

  /// Every log that has a record.
  virtual std::vector<AuditLogState> list_logs() = 0;
  virtual std::optional<AuditCheckpoint> newest_checkpoint(const std::string& log) = 0;
  virtual std::optional<AuditCheckpoint> find_checkpoint(const std::string& log, std::int64_t size) = 0;
  /// Those that were kept of trees larger than `after`, the smallest first.
  virtual std::vector<AuditCheckpoint> list_checkpoints(const std::string& log, std::int64_t after,
                                                        std::size_t limit) = 0;
  virtual std::optional<AuditTile> find_tile(const std::string& log, unsigned level, std::int64_t index) = 0;
  /// The exact bytes of the records from the one after `after` to `last`, in order. Throws CorruptStore if one is
  /// missing.
  virtual void each_record(const std::string& log, std::int64_t after, std::int64_t last,
                           const std::function<void(ByteView record)>& what) = 0;
  virtual std::optional<CheckpointKey> find_checkpoint_key(const std::optional<VaultId>& vault) = 0;
  /// That record's.
  virtual std::optional<WriteProof> find_write_proof(const std::string& log, std::int64_t record) = 0;
  /// Of each log whose oldest is from before `due`, those from before `before`, at most `most` together. One whose
  /// record was archived is as old as the checkpoint over it, which may be replaced by a newer one, or as the first
  /// record that remains.
  virtual std::vector<WriteProofRange> list_old_write_proofs(Instant due, Instant before, std::size_t most) = 0;
  /// The records from 1 to this one were moved to a file; only their hashes are here. 0: none.
  virtual std::int64_t archived(const std::string& log) = 0;
};

class AuditTreeWrites {
 public:
  virtual ~AuditTreeWrites() = default;

  virtual void put_tile(const std::string& log, const AuditTile& tile) = 0;
  virtual void insert_checkpoint(const std::string& log, const AuditCheckpoint& checkpoint) = 0;
  virtual void delete_checkpoint(const std::string& log, std::int64_t size) = 0;
  virtual void insert_checkpoint_key(const CheckpointKey& key) = 0;
  virtual void insert_write_proof(const WriteProof& proof) = 0;
  virtual void delete_write_proof(const WriteProof& proof) = 0;
  virtual void delete_write_proofs(const WriteProofRange& range) = 0;
  /// Removes the records up to this one, of which at least one remains. REQUIRES: their hashes are in tiles.
  virtual void archive(const std::string& log, std::int64_t size) = 0;
};

}  // namespace signet::store
