// SPDX-License-Identifier: Apache-2.0
// What vaults sign identity tokens with, and whom their machines may have them for.
#include "sqlite/key_directory.hpp"

namespace signet::store {
namespace {

constexpr auto kFindIssuer =
    sql("SELECT vault_id, epoch, public_key, seed, wrapped_key, created_at FROM issuer_keys "
        "WHERE vault_id = ?1 AND listed_until IS NULL");
constexpr auto kListIssuers =
    sql("SELECT vault_id, epoch, public_key, created_at, listed_until FROM issuer_keys "
        "WHERE vault_id = ?1 AND (listed_until IS NULL OR listed_until > ?2) ORDER BY epoch DESC");
constexpr auto kInsertIssuer =
    sql("INSERT INTO issuer_keys (vault_id, epoch, public_key, seed, wrapped_key, created_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
constexpr auto kRetireIssuer =
    sql("UPDATE issuer_keys SET seed = NULL, wrapped_key = NULL, listed_until = ?2 "
        "WHERE vault_id = ?1 AND listed_until IS NULL");
constexpr auto kUnlistIssuers =
    sql("UPDATE issuer_keys SET listed_until = ?2 WHERE vault_id = ?1 AND listed_until > ?2");
constexpr auto kListAudiences = sql("SELECT audience FROM machine_audiences WHERE machine_id = ?1 ORDER BY audience");
constexpr auto kHasAudience = sql("SELECT 1 FROM machine_audiences WHERE machine_id = ?1 AND audience = ?2");
constexpr auto kDropAudiences = sql("DELETE FROM machine_audiences WHERE machine_id = ?1");
constexpr auto kAddAudience = sql("INSERT INTO machine_audiences (machine_id, audience) VALUES (?1, ?2)");

}  // namespace

std::optional<IssuerKey> SqliteKeyDirectoryReads::find_issuer_key(const VaultId& vault) {
  Query row(db_, kFindIssuer, vault);
  if (!row.step()) return std::nullopt;
  return IssuerKey{.vault = row.id<VaultId>(0),
                   .epoch = static_cast<std::uint64_t>(row.integer(1)),
                   .public_key = row.blob(2),
                   .seed = row.blob(3),
                   .wrapped_key = row.blob(4),
                   .created_at = row.instant(5)};
}

std::vector<IssuerKey> SqliteKeyDirectoryReads::list_issuer_keys(const VaultId& vault, Instant now) {
  std::vector<IssuerKey> keys;
  for (Query row(db_, kListIssuers, vault, now); row.step();)
    keys.push_back({.vault = row.id<VaultId>(0),
                    .epoch = static_cast<std::uint64_t>(row.integer(1)),
                    .public_key = row.blob(2),
                    .seed = {},
                    .wrapped_key = {},
                    .created_at = row.instant(3),
                    .listed_until = row.maybe_instant(4)});
  return keys;
}

std::vector<std::string> SqliteKeyDirectoryReads::list_audiences(const MachineId& machine) {
  std::vector<std::string> audiences;
  for (Query row(db_, kListAudiences, machine); row.step();) audiences.push_back(row.text(0));
  return audiences;
}

bool SqliteKeyDirectoryReads::has_audience(const MachineId& machine, const std::string& audience) {
  return Query(db_, kHasAudience, machine, audience).step();
}

void SqliteKeyDirectoryWrites::insert_issuer_key(const IssuerKey& key) {
  writer_.write_one(kInsertIssuer, key.vault, key.epoch, key.public_key, key.seed, key.wrapped_key, key.created_at);
}

void SqliteKeyDirectoryWrites::retire_issuer_key(const VaultId& vault, Instant listed_until) {
  writer_.write_one(kRetireIssuer, vault, listed_until);
}

void SqliteKeyDirectoryWrites::unlist_issuer_keys(const VaultId& vault, Instant now) {
  writer_.write(kUnlistIssuers, vault, now);
}

void SqliteKeyDirectoryWrites::put_audiences(const MachineId& machine, const std::vector<std::string>& audiences) {
  writer_.write(kDropAudiences, machine);
  for (const auto& audience : audiences) writer_.write_one(kAddAudience, machine, audience);
}

}  // namespace signet::store
