// SPDX-License-Identifier: Apache-2.0
// What the authentication of a request looks up, and what it counts.
#include "sqlite/query.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/snapshot.hpp"

namespace signet::store {
namespace {

constexpr auto kLoadInstallation = remembered_sql("SELECT id, root_key_id, authz_generation FROM installation");
constexpr auto kListKeySlots =
    sql("SELECT id, kind, wrapped_root_key, created_at, coalesce(public_key, x''), parameters, mac FROM key_slots "
        "ORDER BY seq");
constexpr auto kFindVault = found_sql("SELECT ", kVaultColumns, " FROM vaults v WHERE v.id = ?1");
constexpr auto kFindMachine = found_sql("SELECT ", kMachineColumns, " FROM machines m WHERE m.id = ?1");
constexpr auto kFindOperator = sql("SELECT ", kOperatorColumns, " FROM operators o WHERE o.id = ?1");
constexpr auto kFindRole = sql("SELECT role FROM operator_roles WHERE vault_id = ?1 AND operator_id = ?2");
constexpr auto kNonceFloor = remembered_sql("SELECT nonce_floor FROM installation");
constexpr auto kFindKnownAddress = sql("SELECT 1 FROM known_addresses WHERE identity = ?1 AND address = ?2");
constexpr auto kListLockouts = sql("SELECT scope, subject, failure_1, failure_2, locked_until FROM lockouts");
constexpr auto kFindLastSeen = sql("SELECT at, address FROM last_seen WHERE identity = ?1");
constexpr auto kFindRequest =
    sql("SELECT body_digest, status, answer, shown_once FROM requests WHERE identity = ?1 AND request_id = ?2");

LockoutRow::Scope read_scope(const Query& row, int column) {
  const auto stored = row.integer(column);
  for (const auto scope : {LockoutRow::Scope::address, LockoutRow::Scope::identity})
    if (static_cast<std::int64_t>(scope) == stored) return scope;
  row.corrupt(column);
}

}  // namespace

Installation SqliteSnapshot::load_installation() {
  Query row(db_, kLoadInstallation);
  if (!row.step()) throw CorruptStore("the database holds no installation: it was never initialised");
  return {.id = row.id<InstallationId>(0), .root_key_id = row.text(1), .authz_generation = row.integer(2)};
}

std::vector<KeySlot> SqliteSnapshot::list_key_slots() {
  std::vector<KeySlot> slots;
  Query rows(db_, kListKeySlots);
  while (rows.step())
    slots.push_back({.id = rows.id<SlotId>(0),
                     .kind = rows.text(1),
                     .wrapped_root_key = rows.blob(2),
                     .created_at = rows.instant(3),
                     .public_key = rows.blob(4),
                     .parameters = rows.blob(5),
                     .mac = rows.blob(6)});
  return slots;
}

std::optional<Vault> SqliteSnapshot::find_vault(const VaultId& id) {
  Query row(db_, kFindVault, id);
  if (!row.step()) return std::nullopt;
  return read_vault(row);
}

std::optional<Machine> SqliteSnapshot::find_machine(const MachineId& id) {
  Query row(db_, kFindMachine, id);
  if (!row.step()) return std::nullopt;
  return read_machine(row);
}

std::optional<Operator> SqliteSnapshot::find_operator(const OperatorId& id) {
  Query row(db_, kFindOperator, id);
  if (!row.step()) return std::nullopt;
  return read_operator(row);
}

std::optional<Role> SqliteSnapshot::find_role(const OperatorId& id, const VaultId& vault) {
  Query row(db_, kFindRole, vault, id);
  if (!row.step()) return std::nullopt;
  return read_role(row, 0);
}

bool SqliteSnapshot::is_nonce_spent(std::string_view identity, std::string_view nonce) {
  return nonces_ != nullptr && nonces_->contains(nonces_->hash(identity, nonce));
}

std::int64_t SqliteSnapshot::nonce_floor() {
  Query row(db_, kNonceFloor);
  return row.step() ? row.integer(0) : 0;
}

bool SqliteSnapshot::is_known_address(const std::string& identity, const std::string& address) {
  return Query(db_, kFindKnownAddress, identity, address).step();
}

std::vector<LockoutRow> SqliteSnapshot::list_lockouts() {
  std::vector<LockoutRow> lockouts;
  Query rows(db_, kListLockouts);
  while (rows.step())
    lockouts.push_back({.scope = read_scope(rows, 0),
                        .subject = rows.text(1),
                        .failures = {rows.integer(2), rows.integer(3)},
                        .locked_until = rows.integer(4)});
  return lockouts;
}

std::optional<LastSeen> SqliteSnapshot::find_last_seen(const std::string& identity) {
  if (auto visit = visits_ ? visits_->find(identity) : std::nullopt) return visit;
  Query row(db_, kFindLastSeen, identity);
  if (!row.step()) return std::nullopt;
  return LastSeen{.at = row.instant(0), .address = row.text(1)};
}

std::optional<RememberedRequest> SqliteSnapshot::find_request(const std::string& identity,
                                                              const std::string& request_id) {
  Query row(db_, kFindRequest, identity, request_id);
  if (!row.step()) return std::nullopt;
  return RememberedRequest{.body_digest = row.digest(0),
                           .status = static_cast<int>(row.integer(1)),
                           .answer = row.blob(2),
                           .shown_once = row.boolean(3)};
}

}  // namespace signet::store
