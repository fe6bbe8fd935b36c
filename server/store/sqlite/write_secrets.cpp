// SPDX-License-Identifier: Apache-2.0
// Secrets and their versions, sealed before they get here.
#include "sqlite/rows.hpp"
#include "sqlite/transaction.hpp"

namespace signet::store {
namespace {

// The join: a secret lies in the vault of its project. What is sealed end to end is a column of its own beside the
// kind: see kSecretColumns.
constexpr auto kInsertSecret =
    sql("INSERT INTO secrets (id, vault_id, project_id, name, field_names, version, created_at, updated_at, "
        "kind, end_to_end) SELECT ?1, vault_id, id, ?4, ?5, ?6, ?7, ?8, CASE ?9 WHEN 5 THEN 1 ELSE ?9 END, ?9 = 5 "
        "FROM projects WHERE id = ?3 AND vault_id = ?2");
constexpr auto kInsertVersion =
    sql("INSERT INTO secret_versions (secret_id, version, value, wrapped_key, created_at, created_by, field_names, "
        "origin) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
// The version before it must still be the current one.
constexpr auto kMakeCurrent =
    sql("UPDATE secrets SET version = ?2, field_names = ?3, updated_at = ?4 "
        "WHERE id = ?1 AND version = ?2 - 1 AND deleted_at IS NULL");
constexpr auto kRenameSecret =
    sql("UPDATE secrets SET name = ?2, updated_at = ?3 WHERE id = ?1 AND deleted_at IS NULL");
constexpr auto kSetKind =
    sql("UPDATE secrets SET kind = CASE ?2 WHEN 5 THEN 1 ELSE ?2 END, end_to_end = (?2 = 5) "
        "WHERE id = ?1 AND deleted_at IS NULL");
constexpr auto kDeleteGrants = sql("DELETE FROM grants WHERE secret_id = ?1");
constexpr auto kDeleteSecret = sql("UPDATE secrets SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL");

}  // namespace

void SqliteTransaction::insert_secret_version(const SecretId& id, const SecretVersion& version) {
  write_one(kInsertVersion, id, version.version, version.value, version.wrapped_key, version.created_at,
            version.created_by, to_column(version.field_names), static_cast<int>(version.origin));
}

void SqliteTransaction::insert_secret(const Secret& secret, const SecretVersion& first) {
  write_one(kInsertSecret, secret.id, secret.vault, secret.project, secret.name, to_column(secret.field_names),
            first.version, secret.created_at, secret.updated_at, static_cast<int>(secret.kind));
  insert_secret_version(secret.id, first);
}

void SqliteTransaction::insert_version(const Secret& secret, const SecretVersion& next) {
  write_one(kMakeCurrent, secret.id, next.version, to_column(secret.field_names), next.created_at);
  insert_secret_version(secret.id, next);
}

void SqliteTransaction::rename_secret(const SecretId& id, const std::string& name, Instant at) {
  write_one(kRenameSecret, id, name, at);
}

void SqliteTransaction::set_secret_kind(const SecretId& id, SecretKind kind) {
  write_one(kSetKind, id, static_cast<int>(kind));
}

void SqliteTransaction::delete_secret(const SecretId& id, Instant at) {
  write(kDeleteGrants, id);
  write_one(kDeleteSecret, id, at);
}

}  // namespace signet::store
