// SPDX-License-Identifier: Apache-2.0
#include "sqlite/applications.hpp"

#include "sqlite/paging.hpp"
#include "sqlite/rows.hpp"

namespace signet::store {
namespace {

constexpr auto kFind = sql("SELECT ", kApplicationColumns, " FROM applications a WHERE a.id = ?1");
constexpr auto kFindName = sql("SELECT 1 FROM applications WHERE vault_id = ?1 AND name = ?2");
constexpr auto kList = sql("SELECT ", kApplicationColumns,
                           " FROM applications a WHERE a.vault_id = ?1 AND a.seq > ?2 ORDER BY a.seq LIMIT ?3");
constexpr auto kProjectsOf =
    sql("SELECT ", kProjectColumns, " FROM projects WHERE application_id = ?1 ORDER BY seq");
constexpr auto kListJoined = sql("SELECT p.id, p.name, ", kApplicationColumns,
                                 " FROM memberships m JOIN projects p ON p.id = m.project_id "
                                 "LEFT JOIN applications a ON a.id = p.application_id "
                                 "WHERE m.machine_id = ?1 ORDER BY p.name");
constexpr auto kInsert = sql("INSERT INTO applications (id, vault_id, name, created_at) VALUES (?1, ?2, ?3, ?4)");
constexpr auto kRename = sql("UPDATE applications SET name = ?2 WHERE id = ?1");
constexpr auto kDelete = sql("DELETE FROM applications WHERE id = ?1");

}  // namespace

Application read_application(const Query& row, int first) {
  return {.id = row.id<ApplicationId>(first + 1),
          .vault = row.id<VaultId>(first + 2),
          .name = row.text(first + 3),
          .created_at = row.instant(first + 4),
          .seq = row.integer(first)};
}

std::optional<Application> SqliteApplicationReads::find_application(const ApplicationId& id) {
  Query row(db_, kFind, id);
  if (!row.step()) return std::nullopt;
  return read_application(row);
}

bool SqliteApplicationReads::is_application_name_taken(const VaultId& vault, const std::string& name) {
  return Query(db_, kFindName, vault, name).step();
}

Page<Application> SqliteApplicationReads::list_applications(const VaultId& vault, const PageRequest& page) {
  Query rows(db_, kList, vault, page.cursor, rows_asked(page));
  return read_page<Application>(rows, page, 0, [](const Query& row) { return read_application(row); });
}

std::vector<Project> SqliteApplicationReads::projects_of(const ApplicationId& id) {
  std::vector<Project> projects;
  Query rows(db_, kProjectsOf, id);
  while (rows.step()) projects.push_back(read_project(rows));
  return projects;
}

std::vector<JoinedProject> SqliteApplicationReads::list_joined(const MachineId& machine) {
  std::vector<JoinedProject> projects;
  Query rows(db_, kListJoined, machine);
  while (rows.step()) {
    auto& joined = projects.emplace_back(
        JoinedProject{.id = rows.id<ProjectId>(0), .name = rows.text(1), .application = std::nullopt});
    if (!rows.is_null(2)) joined.application = read_application(rows, 2);
  }
  return projects;
}

void SqliteApplicationWrites::insert_application(const Application& application) {
  writer_.write_one(kInsert, application.id, application.vault, application.name, application.created_at);
}

void SqliteApplicationWrites::rename_application(const ApplicationId& id, const std::string& name) {
  writer_.write_one(kRename, id, name);
}

void SqliteApplicationWrites::delete_application(const ApplicationId& id) { writer_.write_one(kDelete, id); }

}  // namespace signet::store
