// SPDX-License-Identifier: Apache-2.0
#include "sqlite/audit_tree.hpp"

#include "sqlite/audit_heads.hpp"
#include "sqlite/rows.hpp"
#include "store/snapshot.hpp"

#include <algorithm>

namespace signet::store {
namespace {

constexpr auto kNewestRecord = sql("SELECT coalesce(max(seq), 0) FROM audit WHERE log = ?1");
constexpr auto kNewest =
    sql("SELECT size, root, note, at FROM audit_checkpoints WHERE log = ?1 ORDER BY size DESC LIMIT 1");
constexpr auto kNewestHead =
    sql("SELECT size, root, at FROM audit_checkpoints WHERE log = ?1 ORDER BY size DESC LIMIT 1");
constexpr auto kFind = sql("SELECT size, root, note, at FROM audit_checkpoints WHERE log = ?1 AND size = ?2");
constexpr auto kList =
    sql("SELECT size, root, note, at FROM audit_checkpoints WHERE log = ?1 AND size > ?2 ORDER BY size LIMIT ?3");
constexpr auto kFindTile = sql("SELECT hashes FROM audit_tiles WHERE log = ?1 AND level = ?2 AND tile = ?3");
constexpr auto kRecords = sql("SELECT seq, record FROM audit WHERE log = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq");
constexpr auto kFindKey =
    sql("SELECT vault_id, seed, wrapped_key, created_at FROM checkpoint_keys WHERE vault_id = ?1");
constexpr auto kFindWriteProof =
    sql("SELECT log, first, last, sealed, wrapped_key FROM write_proofs WHERE log = ?1 AND first <= ?2 "
        "ORDER BY first DESC LIMIT 1");
constexpr auto kNextLogWithProof = sql("SELECT log FROM write_proofs WHERE log > ?1 ORDER BY log LIMIT 1");
constexpr auto kOldestWriteProofs =
    sql("SELECT p.first, p.last, coalesce((SELECT at FROM audit WHERE log = p.log AND seq = p.first), "
        "min((SELECT at FROM audit_checkpoints WHERE log = p.log AND size >= p.first ORDER BY size LIMIT 1), "
        "(SELECT at FROM audit WHERE log = p.log ORDER BY seq LIMIT 1))) "
        "FROM write_proofs p WHERE p.log = ?1 ORDER BY p.first LIMIT ?2");
constexpr auto kArchived = sql("SELECT size FROM audit_archives WHERE log = ?1");

constexpr auto kPutTile =
    sql("INSERT INTO audit_tiles (log, level, tile, hashes) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (log, level, tile) DO UPDATE SET hashes = excluded.hashes");
constexpr auto kInsert = sql("INSERT INTO audit_checkpoints (log, size, root, note, at) VALUES (?1, ?2, ?3, ?4, ?5)");
constexpr auto kDelete = sql("DELETE FROM audit_checkpoints WHERE log = ?1 AND size = ?2");
constexpr auto kInsertKey =
    sql("INSERT INTO checkpoint_keys (vault_id, seed, wrapped_key, created_at) VALUES (?1, ?2, ?3, ?4)");
constexpr auto kInsertWriteProof =
    sql("INSERT INTO write_proofs (log, first, last, sealed, wrapped_key) VALUES (?1, ?2, ?3, ?4, ?5)");
constexpr auto kDeleteWriteProof = sql("DELETE FROM write_proofs WHERE log = ?1 AND first = ?2");
constexpr auto kDeleteWriteProofs = sql("DELETE FROM write_proofs WHERE log = ?1 AND first >= ?2 AND first <= ?3");
constexpr auto kPutArchived =
    sql("INSERT INTO audit_archives (log, size) VALUES (?1, ?2) ON CONFLICT (log) DO UPDATE SET size = excluded.size");
constexpr auto kDeleteRecords = sql("DELETE FROM audit WHERE log = ?1 AND seq <= ?2");

AuditCheckpoint read_checkpoint(const Query& row) {
  return {.size = row.integer(0), .root = row.digest(1), .note = row.text(2), .at = row.instant(3)};
}

template <class... Arguments>
std::optional<AuditCheckpoint> find_one(Connection& connection, const auto& statement, const Arguments&... arguments) {
  Query row(connection, statement, arguments...);
  if (!row.step()) return std::nullopt;
  return read_checkpoint(row);
}

}  // namespace

std::vector<AuditLogState> SqliteAuditTreeReads::list_logs() {
  std::vector<AuditLogState> logs;
  for (std::string log;;) {
    {
      Query next(db_, kNextLog, log);
      if (!next.step() || next.is_null(0)) return logs;
      log = next.text(0);
    }
    Query newest(db_, kNewestRecord, log);
    newest.step();
    auto& state = logs.emplace_back(AuditLogState{.log = log, .records = newest.integer(0)});
    Query head(db_, kNewestHead, log);
    if (!head.step()) continue;
    state.covered = head.integer(0);
    state.root = head.digest(1);
    state.covered_at = head.instant(2);
  }
}

std::optional<AuditCheckpoint> SqliteAuditTreeReads::newest_checkpoint(const std::string& log) {
  return find_one(db_, kNewest, log);
}

std::optional<AuditCheckpoint> SqliteAuditTreeReads::find_checkpoint(const std::string& log, std::int64_t size) {
  return find_one(db_, kFind, log, size);
}

std::vector<AuditCheckpoint> SqliteAuditTreeReads::list_checkpoints(const std::string& log, std::int64_t after,
                                                                    std::size_t limit) {
  std::vector<AuditCheckpoint> checkpoints;
  for (Query rows(db_, kList, log, after, limit); rows.step();) checkpoints.push_back(read_checkpoint(rows));
  return checkpoints;
}

std::optional<AuditTile> SqliteAuditTreeReads::find_tile(const std::string& log, unsigned level, std::int64_t index) {
  Query row(db_, kFindTile, log, level, index);
  if (!row.step()) return std::nullopt;
  const auto bytes = row.blob(0);
  AuditTile tile{.level = level, .index = index, .hashes = std::vector<TreeHash>(bytes.size() / TreeHash().size())};
  auto from = bytes.begin();
  for (auto& hash : tile.hashes) {
    std::copy_n(from, hash.size(), hash.begin());
    from += hash.size();
  }
  return tile;
}

void SqliteAuditTreeReads::each_record(const std::string& log, std::int64_t after, std::int64_t last,
                                       const std::function<void(ByteView record)>& what) {
  auto next = after + 1;
  for (Query rows(db_, kRecords, log, after, last); rows.step() && rows.integer(0) == next; ++next) what(rows.blob(1));
  if (next <= last) throw CorruptStore("the audit log " + log + " lacks record " + std::to_string(next));
}

std::optional<CheckpointKey> SqliteAuditTreeReads::find_checkpoint_key(const std::optional<VaultId>& vault) {
  Query row(db_, kFindKey, owner_column(vault));
  if (!row.step()) return std::nullopt;
  return CheckpointKey{
      .vault = read_owner(row, 0), .seed = row.blob(1), .wrapped_key = row.blob(2), .created_at = row.instant(3)};
}

std::optional<WriteProof> SqliteAuditTreeReads::find_write_proof(const std::string& log, std::int64_t record) {
  Query row(db_, kFindWriteProof, log, record);
  if (!row.step() || row.integer(2) < record) return std::nullopt;
  return WriteProof{.log = row.text(0),
                    .first = row.integer(1),
                    .last = row.integer(2),
                    .sealed = row.blob(3),
                    .wrapped_key = row.blob(4)};
}

std::vector<WriteProofRange> SqliteAuditTreeReads::list_old_write_proofs(Instant due, Instant before,
                                                                         std::size_t most) {
  std::vector<WriteProofRange> ranges;
  for (std::string log; most > 0;) {
    {
      Query next(db_, kNextLogWithProof, log);
      if (!next.step()) break;
      log = next.text(0);
    }
    WriteProofRange range{.log = log, .first = 0, .last = 0, .proofs = 0};
    for (Query rows(db_, kOldestWriteProofs, log, most); rows.step();) {
      const auto at = rows.maybe_instant(2);
      if (!at || *at >= (range.proofs == 0 ? due : before)) break;
      if (range.proofs++ == 0) range.first = rows.integer(0);
      range.last = rows.integer(1);
    }
    if (range.proofs == 0) continue;
    most -= range.proofs;
    ranges.push_back(std::move(range));
  }
  return ranges;
}

std::int64_t SqliteAuditTreeReads::archived(const std::string& log) {
  Query row(db_, kArchived, log);
  return row.step() ? row.integer(0) : 0;
}

void SqliteAuditTreeWrites::put_tile(const std::string& log, const AuditTile& tile) {
  Bytes hashes;
  hashes.reserve(tile.hashes.size() * TreeHash().size());
  for (const auto& hash : tile.hashes) hashes.insert(hashes.end(), hash.begin(), hash.end());
  writer_.write_in_passing(kPutTile, log, tile.level, tile.index, hashes);
}

void SqliteAuditTreeWrites::insert_checkpoint(const std::string& log, const AuditCheckpoint& checkpoint) {
  writer_.write_in_passing(kInsert, log, checkpoint.size, checkpoint.root, checkpoint.note, checkpoint.at);
}

void SqliteAuditTreeWrites::delete_checkpoint(const std::string& log, std::int64_t size) {
  writer_.write_in_passing(kDelete, log, size);
}

void SqliteAuditTreeWrites::insert_checkpoint_key(const CheckpointKey& key) {
  writer_.write_one(kInsertKey, owner_column(key.vault), key.seed, key.wrapped_key, key.created_at);
}

void SqliteAuditTreeWrites::insert_write_proof(const WriteProof& proof) {
  writer_.write_in_passing(kInsertWriteProof, proof.log, proof.first, proof.last, proof.sealed, proof.wrapped_key);
}

void SqliteAuditTreeWrites::delete_write_proof(const WriteProof& proof) {
  writer_.write_one(kDeleteWriteProof, proof.log, proof.first);
}

void SqliteAuditTreeWrites::delete_write_proofs(const WriteProofRange& range) {
  writer_.write_in_passing(kDeleteWriteProofs, range.log, range.first, range.last);
}

void SqliteAuditTreeWrites::archive(const std::string& log, std::int64_t size) {
  writer_.write(kPutArchived, log, size);
  writer_.write(kDeleteRecords, log, size);
}

}  // namespace signet::store
