// SPDX-License-Identifier: Apache-2.0
// What shuts machines out or gives them away: the vault's allow-list, frozen projects, canaries.
#include "handlers.hpp"
#include "policy_input.hpp"
#include "store/policies.hpp"
#include "vault/canaries.hpp"
#include "vault/freezing.hpp"
#include "vault/settings.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

Json render_settings(const Vault& vault) {
  Json networks = Json::array();
  for (const auto& network : vault.allow_list) networks.push_back(json_text(network));
  return {{"ipAllowlistEnabled", vault.allow_list_enabled},
          {"ipAllowlistCidrs", std::move(networks)},
          {"keyOverlapSeconds", vault.key_overlap.count()}};
}

Json render_canary(const vault::FoundCanary& found) {
  const auto& [secret, canary] = found;
  return {{"secretId", json_text(secret.id.str())},
          {"projectId", json_text(secret.project.str())},
          {"name", json_text(secret.name)},
          {"enabled", canary.enabled},
          {"triggerFreezeProject", canary.freezes_project},
          {"triggerFreezeRelatedProjects", canary.freezes_related},
          {"triggeredAt", canary.triggered_at ? Json(to_millis(*canary.triggered_at)) : Json(nullptr)}};
}

vault::CanarySettings read_settings(Input& input) {
  return {.enabled = input.optional_flag("enabled"),
          .freezes_project = input.optional_flag("triggerFreezeProject"),
          .freezes_related = input.optional_flag("triggerFreezeRelatedProjects")};
}

auto canary_rendered() {
  return [](const vault::FoundCanary& found, vault::Work&) { return render_canary(found); };
}

using SetFrozen = vault::Result<Project> (*)(vault::Work&, const VaultId&, const ProjectId&);

Reply change_freezing(const Call& call, SetFrozen set_frozen) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<ProjectId>(call, 1, "project");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, set_frozen](vault::Work& work) { return set_frozen(work, vault, id); },
      Rendered{});
}

}  // namespace

Reply show_settings(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  return json_response(200, render_settings(call.vault()));
}

Reply update_settings(const Call& call) {
  Input input(call.body);
  vault::VaultSettings settings{.allow_list_enabled = input.optional_flag("ipAllowlistEnabled"),
                                .allow_list = read_networks(input, "ipAllowlistCidrs"),
                                .key_overlap = input.optional_seconds("keyOverlapSeconds", std::chrono::seconds(0),
                                                                      vault::kMostKeyOverlap)};
  if (auto error = input.error()) return *error;
  return change(
      200,
      [vault = call.vault().id, settings](vault::Work& work) { return vault::update_settings(work, vault, settings); },
      [](const Vault& vault, vault::Work&) { return render_settings(vault); });
}

Reply freeze_project(const Call& call) { return change_freezing(call, vault::freeze_project); }
Reply unfreeze_project(const Call& call) { return change_freezing(call, vault::unfreeze_project); }

Reply list_canaries(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  const auto canaries = call.snapshot.policies().list_canaries(call.vault().id, *page);
  store::Page<vault::FoundCanary> found{.items = {}, .next = canaries.next};
  for (const auto& canary : canaries.items)
    if (auto secret = vault::find_secret(call.snapshot, call.vault().id, canary.secret))
      found.items.push_back({std::move(*secret), canary});
  return list_response(found, render_canary);
}

Reply create_canary(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  const auto settings = read_settings(input);
  if (auto error = input.error()) return *error;
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  return change(
      201,
      [vault = call.vault().id, project = *project, name, settings](vault::Work& work) {
        return vault::create_canary(work, vault, project, name, settings);
      },
      canary_rendered());
}

Reply show_canary(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<SecretId>(call, 1, "canary");
  if (!id) return id.error();
  const auto found = vault::find_canary(call.snapshot, call.vault().id, *id);
  if (!found) return found.error();
  return json_response(200, render_canary(*found));
}

Reply update_canary(const Call& call) {
  Input input(call.body);
  const auto settings = read_settings(input);
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "canary");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, settings](vault::Work& work) {
        return vault::update_canary(work, vault, id, settings);
      },
      canary_rendered());
}

}  // namespace signet::api
