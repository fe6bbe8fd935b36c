// SPDX-License-Identifier: Apache-2.0
#include "sqlite/rotations.hpp"

#include "sqlite/rows.hpp"

namespace signet::store {
namespace {

constexpr char kColumns[] =
    "r.secret_id, r.length, r.charset, r.fields, r.interval_s, r.next_at, r.last_at, r.updated_at";
constexpr auto kFind = sql("SELECT ", kColumns, " FROM rotations r WHERE r.secret_id = ?1");
constexpr auto kListDue = sql(
    "SELECT ", kColumns,
    " FROM rotations r WHERE r.next_at <= ?1 AND EXISTS (SELECT 1 FROM secrets s JOIN vaults v ON v.id = s.vault_id "
    "WHERE s.id = r.secret_id AND s.deleted_at IS NULL AND v.active = 1) ORDER BY r.next_at LIMIT ?2");
constexpr auto kPut =
    sql("INSERT INTO rotations (secret_id, length, charset, fields, interval_s, next_at, last_at, updated_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (secret_id) DO UPDATE SET length = excluded.length, "
        "charset = excluded.charset, fields = excluded.fields, interval_s = excluded.interval_s, "
        "next_at = excluded.next_at, last_at = excluded.last_at, updated_at = excluded.updated_at");
constexpr auto kDelete = sql("DELETE FROM rotations WHERE secret_id = ?1");

Charset read_charset(const Query& row, int column) {
  const auto stored = row.integer(column);
  for (const auto charset : {Charset::symbols, Charset::alphanumeric, Charset::numbers, Charset::uuid})
    if (static_cast<std::int64_t>(charset) == stored) return charset;
  row.corrupt(column);
}

Rotation read_rotation(const Query& row) {
  Rotation rotation{.secret = row.id<SecretId>(0),
                    .recipe = {.length = static_cast<std::size_t>(row.integer(1)),
                               .charset = read_charset(row, 2),
                               .fields = read_field_names(row, 3)},
                    .next_at = row.maybe_instant(5),
                    .last_at = row.maybe_instant(6),
                    .updated_at = row.instant(7)};
  if (!row.is_null(4)) rotation.interval = std::chrono::seconds(row.integer(4));
  return rotation;
}

}  // namespace

std::optional<Rotation> SqliteRotationReads::find_rotation(const SecretId& secret) {
  Query row(db_, kFind, secret);
  if (!row.step()) return std::nullopt;
  return read_rotation(row);
}

std::vector<Rotation> SqliteRotationReads::list_due(Instant now, std::size_t limit) {
  std::vector<Rotation> due;
  Query rows(db_, kListDue, now, limit);
  while (rows.step()) due.push_back(read_rotation(rows));
  return due;
}

void SqliteRotationWrites::put_rotation(const Rotation& rotation) {
  const auto interval =
      rotation.interval ? std::optional<std::int64_t>(rotation.interval->count()) : std::optional<std::int64_t>();
  writer_.write_one(kPut, rotation.secret, rotation.recipe.length, static_cast<int>(rotation.recipe.charset),
                    to_column(rotation.recipe.fields), interval, rotation.next_at, rotation.last_at,
                    rotation.updated_at);
}

void SqliteRotationWrites::delete_rotation(const SecretId& secret) { writer_.write_one(kDelete, secret); }

}  // namespace signet::store
