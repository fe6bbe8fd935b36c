// SPDX-License-Identifier: Apache-2.0
#include "vault/applications.hpp"

#include "make_project.hpp"
#include "store/applications.hpp"
#include "taken.hpp"

namespace signet::vault {

StageNames default_stage_names(const std::string& application) {
  StageNames names;
  for (std::size_t i = 0; i < names.size(); ++i) names.at(i) = application + " " + std::string(kStages.at(i));
  return names;
}

Result<Application> find_application(store::Snapshot& snapshot, const VaultId& vault, const ApplicationId& id) {
  auto application = snapshot.applications().find_application(id);
  if (!application || application->vault != vault) return not_found("application");
  return std::move(*application);
}

Result<Application> create_application(Work& work, const VaultId& vault, const std::string& name,
                                       const StageNames& projects) {
  if (work.read().applications().is_application_name_taken(vault, name)) return name_taken("application");
  const Application application{
      .id = ApplicationId::make(work.random), .vault = vault, .name = name, .created_at = work.now};
  work.transaction.applications().insert_application(application);
  work.journal.add(Action::application_create, application.id.str() + " " + name);
  for (const auto& project : projects)
    if (const auto made = make_project(work, vault, project, application.id); !made)
      return std::unexpected(Error{made.error().code, made.error().message + ": " + project, "projects"});
  work.transaction.raise_generation(vault);
  return application;
}

Result<Application> rename_application(Work& work, const VaultId& vault, const ApplicationId& id,
                                       const std::string& name) {
  auto application = find_application(work.read(), vault, id);
  if (!application || application->name == name) return application;
  if (work.read().applications().is_application_name_taken(vault, name)) return name_taken("application");
  work.transaction.applications().rename_application(id, name);
  work.journal.add(Action::application_update, id.str() + " from " + application->name + " to " + name);
  application->name = name;
  return application;
}

Result<void> delete_application(Work& work, const VaultId& vault, const ApplicationId& id) {
  const auto application = find_application(work.read(), vault, id);
  if (!application) return std::unexpected(application.error());
  for (const auto& project : work.read().applications().projects_of(id))
    if (const auto gone = remove_project(work, project); !gone) return gone;
  work.transaction.applications().delete_application(id);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::application_delete, id.str() + " " + application->name);
  return {};
}

}  // namespace signet::vault
