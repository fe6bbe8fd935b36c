// SPDX-License-Identifier: Apache-2.0
// One thing by what identifies it, names that are taken, and counts.
#include "sqlite/query.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/snapshot.hpp"

namespace signet::store {
namespace {

constexpr auto kFindProject = sql("SELECT ", kProjectColumns, " FROM projects WHERE id = ?1");
constexpr auto kFindProjectName = sql("SELECT 1 FROM projects WHERE vault_id = ?1 AND name = ?2");
constexpr auto kFindSecretName =
    sql("SELECT 1 FROM secrets WHERE project_id = ?1 AND name = ?2 AND deleted_at IS NULL");
constexpr auto kFindMachineName = sql("SELECT 1 FROM machines WHERE vault_id = ?1 AND name = ?2");
constexpr auto kFindWholeGrant = sql("SELECT ", kGrantColumns,
                                     " FROM grants g JOIN machines m ON m.id = g.machine_id "
                                     "WHERE g.machine_id = ?1 AND g.secret_id = ?2");
constexpr auto kFindKeyOwner = sql("SELECT identity FROM key_fingerprints WHERE fingerprint = ?1");

constexpr auto kCountSecrets = sql("SELECT count(*) FROM secrets WHERE project_id = ?1 AND deleted_at IS NULL");
constexpr auto kCountGrants = sql("SELECT count(*) FROM grants WHERE machine_id = ?1");
constexpr auto kCountOwners = sql("SELECT count(*) FROM operator_roles WHERE vault_id = ?1 AND role = 3");
constexpr auto kCountRoles = sql("SELECT count(*) FROM operator_roles WHERE operator_id = ?1");

template <class... Arguments>
std::size_t count(Connection& db, const Arguments&... arguments) {
  Query row(db, arguments...);
  row.step();
  return static_cast<std::size_t>(row.integer(0));
}

}  // namespace

std::optional<Project> SqliteSnapshot::find_project(const ProjectId& id) {
  Query row(db_, kFindProject, id);
  if (!row.step()) return std::nullopt;
  return read_project(row);
}

bool SqliteSnapshot::is_project_name_taken(const VaultId& vault, const std::string& name) {
  return Query(db_, kFindProjectName, vault, name).step();
}

bool SqliteSnapshot::is_secret_name_taken(const ProjectId& project, const std::string& name) {
  return Query(db_, kFindSecretName, project, name).step();
}

bool SqliteSnapshot::is_machine_name_taken(const VaultId& vault, const std::string& name) {
  return Query(db_, kFindMachineName, vault, name).step();
}

std::optional<Grant> SqliteSnapshot::find_whole_grant(const MachineId& machine, const SecretId& secret) {
  Query row(db_, kFindWholeGrant, machine, secret);
  if (!row.step()) return std::nullopt;
  return read_grant(row);
}

std::optional<std::string> SqliteSnapshot::find_key_owner(ByteView fingerprint) {
  Query row(db_, kFindKeyOwner, fingerprint);
  if (!row.step()) return std::nullopt;
  return row.text(0);
}

std::size_t SqliteSnapshot::count_secrets(const ProjectId& project) { return count(db_, kCountSecrets, project); }
std::size_t SqliteSnapshot::count_grants(const MachineId& machine) { return count(db_, kCountGrants, machine); }
std::size_t SqliteSnapshot::count_owners(const VaultId& vault) { return count(db_, kCountOwners, vault); }
std::size_t SqliteSnapshot::count_roles(const OperatorId& id) { return count(db_, kCountRoles, id); }

}  // namespace signet::store
