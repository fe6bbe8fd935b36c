// SPDX-License-Identifier: Apache-2.0
#include "sqlite/keys.hpp"

#include "sqlite/paging.hpp"
#include "sqlite/rows.hpp"

#include <limits>

namespace signet::store {
namespace {

constexpr char kColumns[] = "algorithm, public_key, fingerprint, epoch, created_at, replaced_at, valid_until";
constexpr auto kFindNewest =
    sql("SELECT ", kColumns, " FROM former_keys WHERE identity = ?1 ORDER BY epoch DESC LIMIT 1");
constexpr auto kList =
    sql("SELECT ", kColumns, " FROM former_keys WHERE identity = ?1 AND epoch < ?2 ORDER BY epoch DESC LIMIT ?3");
constexpr auto kSetMachineKey =
    sql("UPDATE machines SET algorithm = ?2, public_key = ?3, fingerprint = ?4, key_epoch = ?5, key_created_at = ?6 "
        "WHERE id = ?1 AND key_epoch = ?5 - 1");
constexpr auto kSetOperatorKey =
    sql("UPDATE operators SET algorithm = ?2, public_key = ?3, fingerprint = ?4, key_epoch = ?5, key_created_at = ?6 "
        "WHERE id = ?1 AND key_epoch = ?5 - 1");
constexpr auto kInsertFormer =
    sql("INSERT INTO former_keys (identity, epoch, algorithm, public_key, fingerprint, created_at, replaced_at, "
        "valid_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
constexpr auto kSetOverlap = sql("UPDATE vaults SET key_overlap_s = ?2 WHERE id = ?1");

FormerKey read_former(const Query& row) {
  return {.key = read_key(row, 0), .replaced_at = row.instant(5), .valid_until = row.instant(6)};
}

template <class Id, std::size_t N>
void write_key(Writer& writer, const Sql<N>& statement, const Id& id, const Key& next) {
  writer.write_one(statement, id, algorithm_column(next), next.raw, next.fingerprint, next.epoch, next.created_at);
}

}  // namespace

std::optional<Key> SqliteKeyReads::find_overlapping(const std::string& identity, Instant now) {
  Query row(db_, kFindNewest, identity);
  if (!row.step()) return std::nullopt;
  auto former = read_former(row);
  if (now >= former.valid_until) return std::nullopt;
  return std::move(former.key);
}

Page<FormerKey> SqliteKeyReads::list_former(const std::string& identity, const PageRequest& page) {
  const auto before = page.cursor == 0 ? std::numeric_limits<std::int64_t>::max() : page.cursor;
  Query rows(db_, kList, identity, before, rows_asked(page));
  return read_page<FormerKey>(rows, page, 3, read_former);
}

void SqliteKeyWrites::set_key(const MachineId& id, const Key& next) { write_key(writer_, kSetMachineKey, id, next); }
void SqliteKeyWrites::set_key(const OperatorId& id, const Key& next) { write_key(writer_, kSetOperatorKey, id, next); }

void SqliteKeyWrites::insert_former(const std::string& identity, const FormerKey& former) {
  const auto& key = former.key;
  writer_.write_one(kInsertFormer, identity, key.epoch, algorithm_column(key), key.raw, key.fingerprint, key.created_at,
                    former.replaced_at, former.valid_until);
}

void SqliteKeyWrites::set_overlap(const VaultId& vault, std::chrono::seconds overlap) {
  writer_.write_one(kSetOverlap, vault, overlap.count());
}

}  // namespace signet::store
