// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/audit_tree.hpp"

namespace signet::store {

class SqliteAuditTreeReads final : public AuditTreeReads {
 public:
  explicit SqliteAuditTreeReads(Connection& connection) : db_(connection) {}
  std::vector<AuditLogState> list_logs() override;
  std::optional<AuditCheckpoint> newest_checkpoint(const std::string& log) override;
  std::optional<AuditCheckpoint> find_checkpoint(const std::string& log, std::int64_t size) override;
  std::vector<AuditCheckpoint> list_checkpoints(const std::string& log, std::int64_t after, std::size_t limit) override;
  std::optional<AuditTile> find_tile(const std::string& log, unsigned level, std::int64_t index) override;
  void each_record(const std::string& log, std::int64_t after, std::int64_t last,
                   const std::function<void(ByteView record)>& what) override;
  std::optional<CheckpointKey> find_checkpoint_key(const std::optional<VaultId>& vault) override;
  std::optional<WriteProof> find_write_proof(const std::string& log, std::int64_t record) override;
  std::vector<WriteProofRange> list_old_write_proofs(Instant due, Instant before, std::size_t most) override;
  std::int64_t archived(const std::string& log) override;

 private:
  Connection& db_;
};

class SqliteAuditTreeWrites final : public AuditTreeWrites {
 public:
  explicit SqliteAuditTreeWrites(Writer& writer) : writer_(writer) {}
  void put_tile(const std::string& log, const AuditTile& tile) override;
  void insert_checkpoint(const std::string& log, const AuditCheckpoint& checkpoint) override;
  void delete_checkpoint(const std::string& log, std::int64_t size) override;
  void insert_checkpoint_key(const CheckpointKey& key) override;
  void insert_write_proof(const WriteProof& proof) override;
  void delete_write_proof(const WriteProof& proof) override;
  void delete_write_proofs(const WriteProofRange& range) override;
  void archive(const std::string& log, std::int64_t size) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
