// SPDX-License-Identifier: Apache-2.0
// What vaults sign sealed answers with.
#include "sqlite/key_directory.hpp"

namespace signet::store {
namespace {

constexpr auto kFind =
    sql("SELECT vault_id, public_key, seed, wrapped_key, created_at FROM response_keys WHERE vault_id = ?1");
constexpr auto kInsert =
    sql("INSERT INTO response_keys (vault_id, public_key, seed, wrapped_key, created_at) VALUES (?1, ?2, ?3, ?4, ?5)");

}  // namespace

std::optional<ResponseKey> SqliteKeyDirectoryReads::find_response_key(const VaultId& vault) {
  Query row(db_, kFind, vault);
  if (!row.step()) return std::nullopt;
  return ResponseKey{.vault = row.id<VaultId>(0),
                     .public_key = row.blob(1),
                     .seed = row.blob(2),
                     .wrapped_key = row.blob(3),
                     .created_at = row.instant(4)};
}

void SqliteKeyDirectoryWrites::insert_response_key(const ResponseKey& key) {
  writer_.write_one(kInsert, key.vault, key.public_key, key.seed, key.wrapped_key, key.created_at);
}

}  // namespace signet::store
