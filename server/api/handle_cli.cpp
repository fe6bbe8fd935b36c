// SPDX-License-Identifier: Apache-2.0
// What a command line shows to people: projects and secrets by name. A machine's own, as everything of its plane.
#include "handlers.hpp"
#include "input.hpp"
#include "render.hpp"
#include "store/applications.hpp"
#include "vault/browse.hpp"

namespace signet::api {
namespace {

/// The word that public command lines print. A canary looks like any other.
std::string_view type_of(const store::GrantedSecret& secret) {
  if (secret.kind == SecretKind::managed || secret.kind == SecretKind::certificate) return name_of(secret.kind);
  return secret.field_names.empty() ? "secret" : "structured";
}

}  // namespace

Reply list_cli_projects(const Call& call) {
  Json projects = Json::array();
  for (const auto& project : call.snapshot.applications().list_joined(call.machine().machine.id)) {
    const auto& group = project.application;
    projects.push_back({{"projectId", json_text(project.id.str())},
                        {"projectName", json_text(project.name)},
                        {"applicationId", json_text(group ? group->id.str() : "")},
                        {"applicationName", json_text(group ? group->name : "")}});
  }
  return json_response(200, Json{{"projects", std::move(projects)}});
}

Reply list_cli_secrets(const Call& call) {
  Json secrets = Json::array();
  for (const auto& secret : vault::list_readable(call.snapshot, call.machine().machine.id, {}))
    secrets.push_back({{"id", json_text(secret.id.str())},
                       {"name", json_text(secret.name)},
                       {"fieldNames", names_as_text(secret.field_names)},
                       {"projectId", json_text(secret.project.str())},
                       {"projectName", json_text(secret.project_name)},
                       {"applicationId", json_text(secret.application ? secret.application->str() : "")},
                       {"applicationName", json_text(secret.application_name)},
                       {"type", json_text(type_of(secret))}});
  return json_response(200, Json{{"secrets", std::move(secrets)}});
}

/// A project that the machine is not in looks like one that is not there.
Reply verify_access(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  const auto wanted = input.text("projectId");
  if (auto error = input.error()) return *error;
  const auto id = ProjectId::parse(wanted);
  if (id && call.snapshot.is_member(call.machine().machine.id, *id))
    return json_response(200, Json{{"valid", true},
                                   {"projectName", json_text(call.snapshot.find_project(*id)->name)},
                                   {"error", nullptr}});
  return json_response(200, Json{{"valid", false},
                                 {"projectName", nullptr},
                                 {"error", json_text("This machine is in no such project")}});
}

}  // namespace signet::api
