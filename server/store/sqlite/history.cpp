// SPDX-License-Identifier: Apache-2.0
#include "sqlite/history.hpp"

#include "sqlite/paging.hpp"
#include "sqlite/rows.hpp"

namespace signet::store {
namespace {

constexpr auto kListVersions =
    sql("SELECT ", kVersionColumns,
        " FROM secret_versions WHERE secret_id = ?1 AND version < ?2 ORDER BY version DESC LIMIT ?3");
constexpr auto kCountVersions = sql("SELECT count(*) FROM secret_versions WHERE secret_id = ?1");
constexpr auto kListTrash =
    sql("SELECT ", kSecretColumns,
        " FROM secrets WHERE vault_id = ?1 AND deleted_at IS NOT NULL AND seq > ?2 ORDER BY seq LIMIT ?3");
constexpr auto kTrashOf =
    sql("SELECT ", kSecretColumns,
        " FROM secrets WHERE project_id = ?1 AND deleted_at IS NOT NULL ORDER BY deleted_at");
constexpr auto kListOldTrash =
    sql("SELECT ", kSecretColumns,
        " FROM secrets WHERE deleted_at <= ?1 AND (SELECT active FROM vaults v WHERE v.id = vault_id) "
        "ORDER BY deleted_at LIMIT ?2");
constexpr auto kFindNote =
    sql("SELECT version, value, wrapped_key, updated_at, updated_by FROM secret_notes WHERE secret_id = ?1");
constexpr auto kFindByName =
    sql("SELECT ", kSecretColumns, " FROM secrets WHERE project_id = ?1 AND name = ?2 AND deleted_at IS NULL");
constexpr auto kIsExportAllowed = sql("SELECT export_allowed FROM vaults WHERE id = ?1");
constexpr auto kAllowExport = sql("UPDATE vaults SET export_allowed = ?2 WHERE id = ?1");
constexpr auto kRestore =
    sql("UPDATE secrets SET deleted_at = NULL, updated_at = ?2 WHERE id = ?1 AND deleted_at IS NOT NULL");
constexpr auto kPurge = sql("DELETE FROM secrets WHERE id = ?1 AND deleted_at IS NOT NULL");
constexpr auto kPutNote =
    sql("INSERT INTO secret_notes (secret_id, version, value, wrapped_key, updated_at, updated_by) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (secret_id) DO UPDATE SET version = excluded.version, "
        "value = excluded.value, wrapped_key = excluded.wrapped_key, updated_at = excluded.updated_at, "
        "updated_by = excluded.updated_by");
constexpr auto kDeleteNote = sql("DELETE FROM secret_notes WHERE secret_id = ?1");

}  // namespace

Page<SecretVersion> SqliteHistoryReads::list_versions(const SecretId& secret, const PageRequest& page) {
  constexpr auto kBeyondAll = std::numeric_limits<std::int64_t>::max();
  Query rows(db_, kListVersions, secret, page.cursor == 0 ? kBeyondAll : page.cursor, rows_asked(page));
  return read_page<SecretVersion>(rows, page, 0, read_version);
}

std::size_t SqliteHistoryReads::count_versions(const SecretId& secret) {
  Query row(db_, kCountVersions, secret);
  row.step();
  return static_cast<std::size_t>(row.integer(0));
}

Page<Secret> SqliteHistoryReads::list_trash(const VaultId& vault, const PageRequest& page) {
  Query rows(db_, kListTrash, vault, page.cursor, rows_asked(page));
  return read_page<Secret>(rows, page, 0, read_secret);
}

std::vector<Secret> SqliteHistoryReads::trash_of(const ProjectId& project) {
  std::vector<Secret> secrets;
  Query rows(db_, kTrashOf, project);
  while (rows.step()) secrets.push_back(read_secret(rows));
  return secrets;
}

std::vector<Secret> SqliteHistoryReads::list_old_trash(Instant until, std::size_t limit) {
  std::vector<Secret> secrets;
  Query rows(db_, kListOldTrash, until, limit);
  while (rows.step()) secrets.push_back(read_secret(rows));
  return secrets;
}

std::optional<Secret> SqliteHistoryReads::find_by_name(const ProjectId& project, const std::string& name) {
  Query row(db_, kFindByName, project, name);
  if (!row.step()) return std::nullopt;
  return read_secret(row);
}

bool SqliteHistoryReads::is_export_allowed(const VaultId& vault) {
  Query row(db_, kIsExportAllowed, vault);
  return row.step() && row.boolean(0);
}

std::optional<SecretNote> SqliteHistoryReads::find_note(const SecretId& secret) {
  Query row(db_, kFindNote, secret);
  if (!row.step()) return std::nullopt;
  return SecretNote{.version = static_cast<std::uint64_t>(row.integer(0)),
                    .value = row.blob(1),
                    .wrapped_key = row.blob(2),
                    .updated_at = row.instant(3),
                    .updated_by = row.text(4)};
}

void SqliteHistoryWrites::restore_secret(const SecretId& id, Instant at) { writer_.write_one(kRestore, id, at); }

void SqliteHistoryWrites::purge_secret(const SecretId& id) { writer_.write_one(kPurge, id); }

void SqliteHistoryWrites::put_note(const SecretId& secret, const SecretNote& note) {
  writer_.write_one(kPutNote, secret, note.version, note.value, note.wrapped_key, note.updated_at, note.updated_by);
}

void SqliteHistoryWrites::delete_note(const SecretId& secret) { writer_.write_one(kDeleteNote, secret); }

void SqliteHistoryWrites::allow_export(const VaultId& vault, bool allowed) {
  writer_.write_one(kAllowExport, vault, allowed);
}

}  // namespace signet::store
