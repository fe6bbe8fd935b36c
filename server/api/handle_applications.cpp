// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "input.hpp"
#include "signet/schema/name.hpp"
#include "store/applications.hpp"
#include "vault/applications.hpp"
#include "write.hpp"

#include <algorithm>

namespace signet::api {
namespace {

/// `projects`, or the usual names.
vault::StageNames stage_names(Input& input, const std::string& application) {
  if (!input.has("projects")) {
    auto names = vault::default_stage_names(application);
    if (!std::ranges::all_of(names, is_display_name))
      input.fail("projects", "The name is too long for the usual names of its projects: give theirs");
    return names;
  }
  vault::StageNames names;
  const auto given = input.required_texts("projects", names.size());
  if (given.size() != names.size() || !std::ranges::all_of(given, is_display_name)) {
    input.fail("projects", "Must be three names, each " + std::string(kDisplayNameRule));
  } else {
    std::ranges::copy(given, names.begin());
  }
  return names;
}

}  // namespace

Reply list_applications(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  return list_response(call.snapshot.applications().list_applications(call.vault().id, *page),
                       [&](const Application& application) { return render(application, call.snapshot); });
}

Reply create_application(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  const auto projects = stage_names(input, name);
  if (auto error = input.error()) return *error;
  return change(
      201,
      [vault = call.vault().id, name, projects](vault::Work& work) {
        return vault::create_application(work, vault, name, projects);
      },
      Rendered{});
}

Reply show_application(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<ApplicationId>(call, 1, "application");
  if (!id) return id.error();
  const auto application = vault::find_application(call.snapshot, call.vault().id, *id);
  if (!application) return application.error();
  return json_response(200, render(*application, call.snapshot));
}

Reply rename_application(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  if (auto error = input.error()) return *error;
  const auto id = path_id<ApplicationId>(call, 1, "application");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, name](vault::Work& work) {
        return vault::rename_application(work, vault, id, name);
      },
      Rendered{});
}

Reply delete_application(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<ApplicationId>(call, 1, "application");
  if (!id) return id.error();
  return change(
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::delete_application(work, vault, id); });
}

}  // namespace signet::api
