// SPDX-License-Identifier: Apache-2.0
#include "sqlite/authorities.hpp"

#include "sqlite/paging.hpp"
#include "sqlite/rows.hpp"

namespace signet::store {
namespace {

constexpr char kColumns[] = "seq, id, vault_id, kind, name, public_part, sealed, wrapped_key, created_at";
constexpr auto kFindVaultKey =
    sql("SELECT generation, wrapped FROM vault_keys WHERE vault_id = ?1 ORDER BY generation DESC LIMIT 1");
constexpr auto kFind = sql("SELECT ", kColumns, " FROM authorities WHERE id = ?1");
constexpr auto kList =
    sql("SELECT ", kColumns, " FROM authorities WHERE vault_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
constexpr auto kFindName = sql("SELECT 1 FROM authorities WHERE vault_id = ?1 AND name = ?2");
constexpr auto kFindUser = sql("SELECT 1 FROM certificate_profiles WHERE authority_id = ?1 LIMIT 1");
constexpr auto kFindProfile =
    sql("SELECT authority_id, max_seconds, header_form, subject, host, names, addresses, usages "
        "FROM certificate_profiles WHERE secret_id = ?1");
constexpr auto kInsertVaultKey =
    sql("INSERT INTO vault_keys (vault_id, generation, wrapped, root_key_id) VALUES (?1, ?2, ?3, ?4)");
constexpr auto kInsert =
    sql("INSERT INTO authorities (id, vault_id, kind, name, public_part, sealed, wrapped_key, created_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
constexpr auto kRemove = sql("DELETE FROM authorities WHERE id = ?1");
constexpr auto kPutProfile =
    sql("INSERT OR REPLACE INTO certificate_profiles (secret_id, authority_id, max_seconds, header_form, subject, "
        "host, names, addresses, usages) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

AuthorityKind read_kind(const Query& row, int column) {
  const auto stored = row.integer(column);
  for (const auto kind : {AuthorityKind::ssh, AuthorityKind::x509})
    if (static_cast<std::int64_t>(kind) == stored) return kind;
  row.corrupt(column);
}

Authority read_authority(const Query& row) {
  return {.id = row.id<AuthorityId>(1),
          .vault = row.id<VaultId>(2),
          .kind = read_kind(row, 3),
          .name = row.text(4),
          .public_part = row.text(5),
          .key = row.blob(6),
          .wrapped_key = row.blob(7),
          .created_at = row.instant(8),
          .seq = row.integer(0)};
}

}  // namespace

std::optional<ProjectKey> SqliteAuthorityReads::find_vault_key(const std::optional<VaultId>& vault) {
  Query row(db_, kFindVaultKey, owner_column(vault));
  if (!row.step()) return std::nullopt;
  return ProjectKey{.generation = static_cast<std::uint32_t>(row.integer(0)), .wrapped = row.blob(1)};
}

std::optional<Authority> SqliteAuthorityReads::find(const AuthorityId& id) {
  Query row(db_, kFind, id);
  if (!row.step()) return std::nullopt;
  return read_authority(row);
}

Page<Authority> SqliteAuthorityReads::list(const VaultId& vault, const PageRequest& page) {
  Query rows(db_, kList, vault, page.cursor, rows_asked(page));
  return read_page<Authority>(rows, page, 0, read_authority);
}

bool SqliteAuthorityReads::is_name_taken(const VaultId& vault, const std::string& name) {
  return Query(db_, kFindName, vault, name).step();
}

bool SqliteAuthorityReads::is_used(const AuthorityId& id) { return Query(db_, kFindUser, id).step(); }

std::optional<CertificateProfile> SqliteAuthorityReads::find_profile(const SecretId& secret) {
  Query row(db_, kFindProfile, secret);
  if (!row.step()) return std::nullopt;
  return CertificateProfile{.authority = row.id<AuthorityId>(0),
                            .max_seconds = static_cast<std::uint32_t>(row.integer(1)),
                            .header_form = row.boolean(2),
                            .subject = row.text(3),
                            .host = row.text(4),
                            .names = read_field_names(row, 5),
                            .addresses = read_field_names(row, 6),
                            .usages = read_field_names(row, 7)};
}

void SqliteAuthorityWrites::insert_vault_key(const std::optional<VaultId>& vault, const ProjectKey& key) {
  writer_.write_one(kInsertVaultKey, owner_column(vault), key.generation, key.wrapped, key.root_key_id);
}

void SqliteAuthorityWrites::insert(const Authority& authority) {
  writer_.write_one(kInsert, authority.id, authority.vault, static_cast<int>(authority.kind), authority.name,
                    authority.public_part, authority.key, authority.wrapped_key, authority.created_at);
}

void SqliteAuthorityWrites::remove(const AuthorityId& id) { writer_.write_one(kRemove, id); }

void SqliteAuthorityWrites::put_profile(const SecretId& secret, const CertificateProfile& profile) {
  writer_.write_one(kPutProfile, secret, profile.authority, profile.max_seconds, profile.header_form, profile.subject,
                    profile.host, to_column(profile.names), to_column(profile.addresses), to_column(profile.usages));
}

}  // namespace signet::store
