// SPDX-License-Identifier: Apache-2.0
// Machines, operators, enrolment tokens, and the fingerprints that keep one key from speaking for two of them.
#include "signet/crypto/keys.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/transaction.hpp"

namespace signet::store {
namespace {

constexpr auto kInsertOperator = sql(
    "INSERT INTO operators (id, name, root, algorithm, public_key, fingerprint, key_epoch, key_created_at, created_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
constexpr auto kDeleteOperator = sql("DELETE FROM operators WHERE id = ?1");
constexpr auto kPutRole =
    sql("INSERT INTO operator_roles (vault_id, operator_id, role) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (vault_id, operator_id) DO UPDATE SET role = excluded.role");
constexpr auto kDeleteRole = sql("DELETE FROM operator_roles WHERE vault_id = ?1 AND operator_id = ?2");
constexpr auto kInsertMachine =
    sql("INSERT INTO machines (id, vault_id, name, hostname, approved, enabled, proven, algorithm, public_key, "
        "fingerprint, "
        "key_epoch, key_created_at, token_id, created_at, expires_at, kind) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
constexpr auto kDeleteMachine = sql("DELETE FROM machines WHERE id = ?1");
constexpr auto kUpdateMachine =
    sql("UPDATE machines SET name = ?2, approved = ?3, enabled = ?4, proven = ?5, expires_at = ?6 WHERE id = ?1");
constexpr auto kDeleteLastSeen = sql("DELETE FROM last_seen WHERE identity = ?1");
constexpr auto kDeleteKnownAddresses = sql("DELETE FROM known_addresses WHERE identity = ?1");
constexpr auto kTakeFingerprint =
    sql("INSERT INTO key_fingerprints (fingerprint, identity) VALUES (?1, ?2) "
        "ON CONFLICT (fingerprint) DO UPDATE SET identity = excluded.identity "
        "WHERE identity = excluded.identity OR identity = ?3");
constexpr auto kInsertToken = sql(
    "INSERT INTO enrolment_tokens (id, vault_id, hash, created_by, created_at, expires_at, uses_left, revoked, kind, "
    "name, description, uses, machine_life, networks, hostname_pattern, name_template) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
constexpr auto kInsertTokenProject = sql("INSERT INTO enrolment_token_projects (token_id, project_id) VALUES (?1, ?2)");
constexpr auto kInsertTokenSecret = sql("INSERT INTO enrolment_token_secrets (token_id, secret_id) VALUES (?1, ?2)");
constexpr auto kUseToken =
    sql("UPDATE enrolment_tokens SET uses_left = uses_left - 1 WHERE id = ?1 AND uses_left > 0 AND revoked = 0");
constexpr auto kRevokeToken = sql("UPDATE enrolment_tokens SET revoked = 1 WHERE id = ?1");

}  // namespace

void SqliteTransaction::insert_operator(const Operator& who) {
  const auto key = crypto::PublicKey::from_stored(who.key.algorithm, who.key.raw);
  if (!key) throw std::logic_error("the key of operator " + who.id.str() + " is not one: " + key.error().message);
  take_fingerprints(who.id.str(), key->all_fingerprints(), std::nullopt);
  write_one(kInsertOperator, who.id, who.name, who.root, static_cast<int>(who.key.algorithm), who.key.raw,
            who.key.fingerprint, who.key.epoch, who.key.created_at, who.created_at);
}

void SqliteTransaction::delete_operator(const OperatorId& id) {
  write_one(kDeleteOperator, id);
  write(kDeleteLastSeen, id);
  state_.gone.push_back(id.str());
  write(kDeleteKnownAddresses, id);
}

void SqliteTransaction::set_role(const OperatorId& id, const VaultId& vault, std::optional<Role> role) {
  if (role)
    write_one(kPutRole, vault, id, static_cast<int>(*role));
  else
    write_one(kDeleteRole, vault, id);
}

void SqliteTransaction::insert_machine(const Machine& machine) {
  const auto& key = machine.key;
  write_one(kInsertMachine, machine.id, machine.vault, machine.name, machine.hostname, machine.approved,
            machine.enabled, machine.proven, algorithm_column(key), key.raw, key.fingerprint, key.epoch, key.created_at,
            machine.token, machine.created_at, machine.expires_at, static_cast<int>(machine.kind));
}

void SqliteTransaction::delete_machine(const MachineId& id) {
  write_one(kDeleteMachine, id);
  write(kDeleteLastSeen, id);
  state_.gone.push_back(id.str());
  write(kDeleteKnownAddresses, id);
}

void SqliteTransaction::update_machine(const Machine& machine) {
  write_one(kUpdateMachine, machine.id, machine.name, machine.approved, machine.enabled, machine.proven,
            machine.expires_at);
}

void SqliteTransaction::take_fingerprints(const std::string& identity,
                                          const std::vector<std::array<std::uint8_t, 32>>& prints,
                                          const std::optional<std::string>& released_by) {
  for (const auto& print : prints) write_one(kTakeFingerprint, print, identity, released_by);
}

void SqliteTransaction::insert_token(const EnrolmentToken& token, const Handout& handout) {
  std::optional<std::int64_t> life;
  if (token.machine_life) life = token.machine_life->count();
  write_one(kInsertToken, token.id, token.vault, token.hash, token.created_by, token.created_at, token.expires_at,
            token.uses_left, token.revoked, static_cast<int>(token.kind), token.name, token.description, token.uses,
            life, to_column(token.networks), token.hostname_pattern, token.name_template);
  for (const auto& project : handout.projects) write_one(kInsertTokenProject, token.id, project);
  for (const auto& secret : handout.secrets) write_one(kInsertTokenSecret, token.id, secret);
}

void SqliteTransaction::use_token(const TokenId& id) { write_one(kUseToken, id); }

void SqliteTransaction::revoke_token(const TokenId& id) { write_one(kRevokeToken, id); }

}  // namespace signet::store
