// SPDX-License-Identifier: Apache-2.0
// What a machine's read of a secret looks up.
#include "sqlite/query.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/snapshot.hpp"

namespace signet::store {
namespace {

constexpr auto kFindSecret = found_sql("SELECT ", kSecretColumns, " FROM secrets WHERE id = ?1");
constexpr auto kFindVersion = found_sql(
    "SELECT ", kVersionColumns, ", value, wrapped_key FROM secret_versions WHERE secret_id = ?1 AND version = ?2");
constexpr auto kFindProjectKey =
    found_sql("SELECT generation, wrapped FROM project_keys WHERE project_id = ?1 ORDER BY generation DESC");
constexpr auto kFindGrant = found_sql("SELECT kind FROM grants WHERE machine_id = ?1 AND secret_id = ?2");
constexpr auto kFindMember = found_sql("SELECT 1 FROM memberships WHERE machine_id = ?1 AND project_id = ?2");
// A frozen project shows nothing. A grant cannot outlive its membership, nor a deleted secret keep one.
constexpr auto kListGranted =
    sql("SELECT s.id, s.name, s.field_names, s.project_id, p.name, a.id, a.name, "
        "CASE s.end_to_end WHEN 1 THEN 5 ELSE s.kind END FROM grants g "
        "JOIN secrets s ON s.id = g.secret_id JOIN projects p ON p.id = s.project_id "
        "LEFT JOIN applications a ON a.id = p.application_id "
        "WHERE g.machine_id = ?1 AND p.frozen_at IS NULL ORDER BY p.name, s.name");

}  // namespace

std::optional<Secret> SqliteSnapshot::find_secret(const SecretId& id) {
  Query row(db_, kFindSecret, id);
  if (!row.step()) return std::nullopt;
  return read_secret(row);
}

std::optional<SecretVersion> SqliteSnapshot::find_version(const SecretId& id, std::uint64_t version) {
  Query row(db_, kFindVersion, id, version);
  if (!row.step()) return std::nullopt;
  auto found = read_version(row);
  found.value = row.blob(kVersionColumnCount);
  found.wrapped_key = row.blob(kVersionColumnCount + 1);
  return found;
}

std::optional<ProjectKey> SqliteSnapshot::find_project_key(const ProjectId& id) {
  Query row(db_, kFindProjectKey, id);
  if (!row.step()) return std::nullopt;
  const auto read = [&] {
    return ProjectKey{.generation = static_cast<std::uint32_t>(row.integer(0)), .wrapped = row.blob(1)};
  };
  auto key = read();
  while (row.step()) key.former.push_back(read());
  return key;
}

std::optional<GrantKind> SqliteSnapshot::find_grant(const MachineId& machine, const SecretId& secret) {
  Query row(db_, kFindGrant, machine, secret);
  if (!row.step()) return std::nullopt;
  return read_grant_kind(row, 0);
}

bool SqliteSnapshot::is_member(const MachineId& machine, const ProjectId& project) {
  return Query(db_, kFindMember, machine, project).step();
}

std::vector<GrantedSecret> SqliteSnapshot::list_granted(const MachineId& machine) {
  std::vector<GrantedSecret> secrets;
  Query rows(db_, kListGranted, machine);
  while (rows.step()) {
    auto& secret = secrets.emplace_back(GrantedSecret{.id = rows.id<SecretId>(0),
                                                      .name = rows.text(1),
                                                      .field_names = read_field_names(rows, 2),
                                                      .project = rows.id<ProjectId>(3),
                                                      .project_name = rows.text(4),
                                                      .kind = read_secret_kind(rows, 7)});
    if (rows.is_null(5)) continue;
    secret.application = rows.id<ApplicationId>(5);
    secret.application_name = rows.text(6);
  }
  return secrets;
}

}  // namespace signet::store
