// SPDX-License-Identifier: Apache-2.0
// Lists, in the order of creation, a page at a time.
#include "sqlite/paging.hpp"
#include "sqlite/query.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/snapshot.hpp"

namespace signet::store {
namespace {

constexpr auto kListVaults = sql("SELECT ", kVaultColumns, " FROM vaults v WHERE v.seq > ?1 ORDER BY v.seq LIMIT ?2");
constexpr auto kListProjects =
    sql("SELECT ", kProjectColumns, " FROM projects WHERE vault_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
constexpr auto kListSecrets =
    sql("SELECT ", kSecretColumns,
        " FROM secrets WHERE project_id = ?1 AND deleted_at IS NULL AND seq > ?2 ORDER BY seq LIMIT ?3");
// ?4 and ?5: the wanted states, NULL for either.
constexpr auto kListMachines =
    sql("SELECT ", kMachineColumns,
        " FROM machines m WHERE m.vault_id = ?1 AND m.seq > ?2 AND m.approved = coalesce(?4, m.approved) "
        "AND m.enabled = coalesce(?5, m.enabled) ORDER BY m.seq LIMIT ?3");
// In the order in which they joined.
constexpr auto kListMembers = sql("SELECT j.seq, ", kMachineColumns,
                                  " FROM memberships j JOIN machines m ON m.id = j.machine_id "
                                  "WHERE j.project_id = ?1 AND j.seq > ?2 ORDER BY j.seq LIMIT ?3");
constexpr auto kListMemberships =
    sql("SELECT ", kProjectColumns,
        " FROM projects WHERE id IN (SELECT project_id FROM memberships WHERE machine_id = ?1) "
        "ORDER BY name");
constexpr auto kListGrants = sql("SELECT ", kGrantColumns,
                                 " FROM grants g JOIN machines m ON m.id = g.machine_id "
                                 "WHERE g.secret_id = ?1 AND g.seq > ?2 ORDER BY g.seq LIMIT ?3");
constexpr auto kListOperators = sql("SELECT ", kOperatorColumns,
                                    ", r.role FROM operator_roles r JOIN operators o ON o.id = r.operator_id "
                                    "WHERE r.vault_id = ?1 AND o.seq > ?2 ORDER BY o.seq LIMIT ?3");
constexpr auto kListAllOperators =
    sql("SELECT ", kOperatorColumns, " FROM operators o WHERE o.seq > ?1 ORDER BY o.seq LIMIT ?2");
constexpr auto kListRoles =
    sql("SELECT ", kVaultColumns,
        ", r.role FROM operator_roles r JOIN vaults v ON v.id = r.vault_id WHERE r.operator_id = ?1 ORDER BY v.seq");

struct Wanted {
  std::optional<bool> approved;
  std::optional<bool> enabled;
};

Wanted wanted(MachineState state) {
  switch (state) {
    case MachineState::any: return {};
    case MachineState::pending: return {.approved = false, .enabled = std::nullopt};
    case MachineState::approved: return {.approved = true, .enabled = true};
    case MachineState::disabled: return {.approved = true, .enabled = false};
  }
  std::unreachable();
}

}  // namespace

Page<Vault> SqliteSnapshot::list_vaults(const PageRequest& page) {
  Query rows(db_, kListVaults, page.cursor, rows_asked(page));
  return read_page<Vault>(rows, page, 0, read_vault);
}

Page<Project> SqliteSnapshot::list_projects(const VaultId& vault, const PageRequest& page) {
  Query rows(db_, kListProjects, vault, page.cursor, rows_asked(page));
  return read_page<Project>(rows, page, 0, read_project);
}

Page<Secret> SqliteSnapshot::list_secrets(const ProjectId& project, const PageRequest& page) {
  Query rows(db_, kListSecrets, project, page.cursor, rows_asked(page));
  return read_page<Secret>(rows, page, 0, read_secret);
}

Page<Machine> SqliteSnapshot::list_machines(const VaultId& vault, MachineState state, const PageRequest& page) {
  const auto [approved, enabled] = wanted(state);
  Query rows(db_, kListMachines, vault, page.cursor, rows_asked(page), approved, enabled);
  return read_page<Machine>(rows, page, 0, [](const Query& row) { return read_machine(row); });
}

Page<Machine> SqliteSnapshot::list_members(const ProjectId& project, const PageRequest& page) {
  Query rows(db_, kListMembers, project, page.cursor, rows_asked(page));
  return read_page<Machine>(rows, page, 0, [](const Query& row) { return read_machine(row, 1); });
}

std::vector<Project> SqliteSnapshot::list_memberships(const MachineId& machine) {
  std::vector<Project> projects;
  for (Query row(db_, kListMemberships, machine); row.step();) projects.push_back(read_project(row));
  return projects;
}

Page<Grant> SqliteSnapshot::list_grants(const SecretId& secret, const PageRequest& page) {
  Query rows(db_, kListGrants, secret, page.cursor, rows_asked(page));
  return read_page<Grant>(rows, page, 0, read_grant);
}

Page<VaultOperator> SqliteSnapshot::list_operators(const VaultId& vault, const PageRequest& page) {
  Query rows(db_, kListOperators, vault, page.cursor, rows_asked(page));
  return read_page<VaultOperator>(rows, page, 0, [](const Query& row) {
    return VaultOperator{.who = read_operator(row), .role = read_role(row, kOperatorColumnCount)};
  });
}

Page<Operator> SqliteSnapshot::list_all_operators(const PageRequest& page) {
  Query rows(db_, kListAllOperators, page.cursor, rows_asked(page));
  return read_page<Operator>(rows, page, 0, read_operator);
}

std::vector<std::pair<Vault, Role>> SqliteSnapshot::list_roles(const OperatorId& id) {
  std::vector<std::pair<Vault, Role>> roles;
  Query rows(db_, kListRoles, id);
  while (rows.step()) roles.emplace_back(read_vault(rows), read_role(rows, kVaultColumnCount));
  return roles;
}

}  // namespace signet::store
