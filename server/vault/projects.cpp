// SPDX-License-Identifier: Apache-2.0
#include "vault/projects.hpp"

#include "make_project.hpp"
#include "taken.hpp"
#include "vault/history.hpp"

namespace signet::vault {

Result<Project> make_project(Work& work, const VaultId& vault, const std::string& name,
                             const std::optional<ApplicationId>& application) {
  if (work.read().is_project_name_taken(vault, name)) return name_taken("project");
  const Project project{.id = ProjectId::make(work.random),
                        .vault = vault,
                        .name = name,
                        .created_at = work.now,
                        .application = application};
  work.transaction.insert_project(project, work.keyring.make_project_key(vault, project.id));
  work.journal.add(Action::project_create, project.id.str() + " " + name);
  return project;
}

Result<void> remove_project(Work& work, const Project& project) {
  if (const auto secrets = work.read().count_secrets(project.id); secrets != 0)
    return refuse(ErrorCode::conflict, "The project " + project.name + " still has " + std::to_string(secrets) +
                                           " secrets: delete them first");
  destroy_trash(work, project.id);
  work.transaction.delete_project(project.id);
  work.journal.add(Action::project_delete, project.id.str() + " " + project.name);
  return {};
}

Result<Project> create_project(Work& work, const VaultId& vault, const std::string& name) {
  auto project = make_project(work, vault, name, std::nullopt);
  if (project) work.transaction.raise_generation(vault);
  return project;
}

Result<Project> rename_project(Work& work, const VaultId& vault, const ProjectId& id, const std::string& name) {
  auto project = find_project(work.read(), vault, id);
  if (!project || project->name == name) return project;
  if (work.read().is_project_name_taken(vault, name)) return name_taken("project");
  work.transaction.rename_project(id, name);
  work.journal.add(Action::project_update, id.str() + " from " + project->name + " to " + name);
  project->name = name;
  return project;
}

Result<void> delete_project(Work& work, const VaultId& vault, const ProjectId& id) {
  const auto project = find_project(work.read(), vault, id);
  if (!project) return std::unexpected(project.error());
  if (project->application)
    return refuse(ErrorCode::conflict, "The project belongs to an application: it goes with " +
                                           project->application->str());
  const auto gone = remove_project(work, *project);
  if (gone) work.transaction.raise_generation(vault);
  return gone;
}

Result<void> add_member(Work& work, const VaultId& vault, const ProjectId& id, const MachineId& machine_id) {
  const auto project = find_project(work.read(), vault, id);
  if (!project) return std::unexpected(project.error());
  const auto machine = find_machine(work.read(), vault, machine_id);
  if (!machine) return std::unexpected(machine.error());
  if (work.read().is_member(machine_id, id)) return {};
  work.transaction.insert_member(machine_id, id, work.now);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::project_machine_add, "to " + id.str() + " " + project->name).machine_id = machine_id.str();
  return {};
}

Result<void> remove_member(Work& work, const VaultId& vault, const ProjectId& id, const MachineId& machine) {
  const auto project = find_project(work.read(), vault, id);
  if (!project) return std::unexpected(project.error());
  if (!work.read().is_member(machine, id)) return not_found("member");
  work.transaction.delete_member(machine, id);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::project_machine_remove, "from " + id.str() + " " + project->name).machine_id = machine.str();
  return {};
}

}  // namespace signet::vault
