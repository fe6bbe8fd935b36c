// SPDX-License-Identifier: Apache-2.0
// The installation, its vaults and the generation by which everybody sees that rights have changed.
#include "sqlite/transaction.hpp"

namespace signet::store {
namespace {

constexpr auto kRaiseGeneration = sql("UPDATE vaults SET authz_generation = authz_generation + 1 WHERE id = ?1");
constexpr auto kRaiseInstallationGeneration = sql("UPDATE installation SET authz_generation = authz_generation + 1");
constexpr auto kCreateInstallation =
    sql("INSERT INTO installation (only, id, root_key_id, authz_generation, created_at) VALUES (1, ?1, ?2, ?3, ?4)");
constexpr auto kInsertKeySlot =
    sql("INSERT INTO key_slots (id, kind, wrapped_root_key, created_at, public_key, parameters, mac) "
        "VALUES (?1, ?2, ?3, ?4, nullif(?5, x''), ?6, ?7)");
constexpr auto kRewrapKeySlot =
    sql("UPDATE key_slots SET wrapped_root_key = ?2, public_key = ?3, mac = ?4 WHERE id = ?1");
constexpr auto kDeleteKeySlot = sql("DELETE FROM key_slots WHERE id = ?1");
constexpr auto kInsertVault =
    sql("INSERT INTO vaults (id, name, active, authz_generation, created_at) VALUES (?1, ?2, ?3, ?4, ?5)");
constexpr auto kSetVaultActive = sql("UPDATE vaults SET active = ?2 WHERE id = ?1");

}  // namespace

void SqliteTransaction::raise_generation(const VaultId& vault) { write_one(kRaiseGeneration, vault); }

void SqliteTransaction::raise_installation_generation() { write_one(kRaiseInstallationGeneration); }

void SqliteTransaction::create_installation(const Installation& installation, Instant at) {
  write_one(kCreateInstallation, installation.id, installation.root_key_id, installation.authz_generation, at);
}

void SqliteTransaction::insert_key_slot(const KeySlot& slot) {
  write_one(kInsertKeySlot, slot.id, slot.kind, slot.wrapped_root_key, slot.created_at, slot.public_key,
            slot.parameters, slot.mac);
}

void SqliteTransaction::rewrap_key_slot(const KeySlot& slot) {
  write_one(kRewrapKeySlot, slot.id, slot.wrapped_root_key, slot.public_key, slot.mac);
}

void SqliteTransaction::delete_key_slot(const SlotId& id) { write_one(kDeleteKeySlot, id); }

void SqliteTransaction::insert_vault(const Vault& vault) {
  write_one(kInsertVault, vault.id, vault.name, vault.active, vault.authz_generation, vault.created_at);
}

void SqliteTransaction::set_vault_active(const VaultId& vault, bool active) {
  write_one(kSetVaultActive, vault, active);
}

}  // namespace signet::store
