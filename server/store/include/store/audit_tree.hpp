// SPDX-License-Identifier: Apache-2.0
// The Merkle tree over each audit log, and its signed checkpoints.
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
  virtual std::optional<CheckpointKey> find_checkpoint_key(const VaultId& vault) = 0;
};

class AuditTreeWrites {
 public:
  virtual ~AuditTreeWrites() = default;

  virtual void put_tile(const std::string& log, const AuditTile& tile) = 0;
  virtual void insert_checkpoint(const std::string& log, const AuditCheckpoint& checkpoint) = 0;
  virtual void delete_checkpoint(const std::string& log, std::int64_t size) = 0;
  virtual void insert_checkpoint_key(const CheckpointKey& key) = 0;
};

}  // namespace signet::store
