// SPDX-License-Identifier: Apache-2.0
// Projects, who belongs to them, and grants.
#include "sqlite/transaction.hpp"

namespace signet::store {
namespace {

constexpr auto kInsertProject = 
    sql("INSERT INTO projects (id, vault_id, name, created_at, application_id) VALUES (?1, ?2, ?3, ?4, ?5)");
constexpr auto kInsertProjectKey =
    sql("INSERT INTO project_keys (project_id, generation, wrapped, root_key_id) VALUES (?1, ?2, ?3, ?4)");
constexpr auto kRenameProject = sql("UPDATE projects SET name = ?2 WHERE id = ?1");
constexpr auto kDeleteDeletedSecrets = sql("DELETE FROM secrets WHERE project_id = ?1 AND deleted_at IS NOT NULL");
constexpr auto kDeleteProject = sql("DELETE FROM projects WHERE id = ?1");
// The join: a machine of another vault cannot become a member.
constexpr auto kInsertMember =
    sql("INSERT INTO memberships (machine_id, project_id, created_at) SELECT m.id, p.id, ?3 FROM machines m "
        "JOIN projects p ON p.vault_id = m.vault_id WHERE m.id = ?1 AND p.id = ?2");
constexpr auto kDeleteMember = sql("DELETE FROM memberships WHERE machine_id = ?1 AND project_id = ?2");
constexpr auto kInsertGrant =
    sql("INSERT INTO grants (machine_id, secret_id, project_id, kind, created_at) SELECT ?1, id, project_id, ?3, ?4 "
        "FROM secrets WHERE id = ?2 AND deleted_at IS NULL");
constexpr auto kSetGrantKind = sql("UPDATE grants SET kind = ?3 WHERE machine_id = ?1 AND secret_id = ?2");
constexpr auto kDeleteGrant = sql("DELETE FROM grants WHERE machine_id = ?1 AND secret_id = ?2");

}  // namespace

void SqliteTransaction::insert_project(const Project& project, const ProjectKey& key) {
  write_one(kInsertProject, project.id, project.vault, project.name, project.created_at, project.application);
  write_one(kInsertProjectKey, project.id, key.generation, key.wrapped, key.root_key_id);
}

void SqliteTransaction::rename_project(const ProjectId& id, const std::string& name) {
  write_one(kRenameProject, id, name);
}

void SqliteTransaction::delete_project(const ProjectId& id) {
  write(kDeleteDeletedSecrets, id);
  write_one(kDeleteProject, id);
}

void SqliteTransaction::insert_member(const MachineId& machine, const ProjectId& project, Instant at) {
  write_one(kInsertMember, machine, project, at);
}

void SqliteTransaction::delete_member(const MachineId& machine, const ProjectId& project) {
  write_one(kDeleteMember, machine, project);
}

void SqliteTransaction::insert_grant(const Grant& grant) {
  write_one(kInsertGrant, grant.machine, grant.secret, static_cast<int>(grant.kind), grant.created_at);
}

void SqliteTransaction::set_grant_kind(const MachineId& machine, const SecretId& secret, GrantKind kind) {
  write_one(kSetGrantKind, machine, secret, static_cast<int>(kind));
}

void SqliteTransaction::delete_grant(const MachineId& machine, const SecretId& secret) {
  write_one(kDeleteGrant, machine, secret);
}

}  // namespace signet::store
