// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "input.hpp"
#include "vault/projects.hpp"
#include "write.hpp"

namespace signet::api {

Reply list_projects(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  return list_response(call.snapshot.list_projects(call.vault().id, *page),
                       [](const Project& project) { return render(project); });
}

Reply create_project(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  if (auto error = input.error()) return *error;
  return change(
      201, [vault = call.vault().id, name](vault::Work& work) { return vault::create_project(work, vault, name); },
      Rendered{});
}

Reply show_project(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<ProjectId>(call, 1, "project");
  if (!id) return id.error();
  const auto project = vault::find_project(call.snapshot, call.vault().id, *id);
  if (!project) return project.error();
  return json_response(200, render(*project));
}

Reply rename_project(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  if (auto error = input.error()) return *error;
  const auto id = path_id<ProjectId>(call, 1, "project");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, name](vault::Work& work) {
        return vault::rename_project(work, vault, id, name);
      },
      Rendered{});
}

Reply delete_project(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<ProjectId>(call, 1, "project");
  if (!id) return id.error();
  return change(
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::delete_project(work, vault, id); });
}

Reply list_members(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  const auto id = path_id<ProjectId>(call, 1, "project");
  if (!id) return id.error();
  if (const auto project = vault::find_project(call.snapshot, call.vault().id, *id); !project) return project.error();
  return list_response(call.snapshot.list_members(*id, *page),
                       [&](const Machine& machine) { return render(machine, call.snapshot, call.now); });
}

Reply add_member(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  const auto machine = path_id<MachineId>(call, 2, "machine");
  if (!machine) return machine.error();
  return Change([vault = call.vault().id, project = *project, machine = *machine](vault::Work& work)
                    -> vault::Result<Written> {
    const auto added = vault::add_member(work, vault, project, machine);
    if (!added) return std::unexpected(added.error());
    return Written{json_response(
        200, Json{{"projectId", json_text(project.str())}, {"machineId", json_text(machine.str())}})};
  });
}

Reply remove_member(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  const auto machine = path_id<MachineId>(call, 2, "machine");
  if (!machine) return machine.error();
  return change([vault = call.vault().id, project = *project, machine = *machine](vault::Work& work) {
    return vault::remove_member(work, vault, project, machine);
  });
}

}  // namespace signet::api
