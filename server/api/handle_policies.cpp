// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "policy_input.hpp"
#include "store/policies.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

/// What a secret is bound to, and what was read since: `{"secretId","policyId",...}`.
Json render_binding(store::Snapshot& snapshot, const SecretId& secret, const std::optional<PolicyId>& policy,
                    Instant now) {
  const auto counts = snapshot.policies().load_counts(secret).at(now);
  return {{"secretId", json_text(secret.str())},
          {"policyId", policy ? json_text(policy->str()) : Json(nullptr)},
          {"reads", counts.reads},
          {"readsToday", counts.in_day},
          {"readsThisMinute", counts.in_minute}};
}

}  // namespace

Reply list_policies(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  if (const auto found = vault::find_project(call.snapshot, call.vault().id, *project); !found) return found.error();
  return list_response(call.snapshot.policies().list_policies(*project, *page),
                       [](const Policy& policy) { return render(policy); });
}

Reply create_policy(const Call& call) {
  Input input(call.body);
  const auto policy = read_policy(input);
  if (auto error = input.error()) return *error;
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  return change(
      201,
      [vault = call.vault().id, project = *project, policy](vault::Work& work) {
        return vault::create_policy(work, vault, project, policy);
      },
      Rendered{});
}

Reply show_policy(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<PolicyId>(call, 1, "policy");
  if (!id) return id.error();
  const auto policy = vault::find_policy(call.snapshot, call.vault().id, *id);
  if (!policy) return policy.error();
  return json_response(200, render(*policy));
}

Reply replace_policy(const Call& call) {
  Input input(call.body);
  const auto policy = read_policy(input);
  if (auto error = input.error()) return *error;
  const auto id = path_id<PolicyId>(call, 1, "policy");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, policy](vault::Work& work) {
        return vault::replace_policy(work, vault, id, policy);
      },
      Rendered{});
}

Reply delete_policy(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<PolicyId>(call, 1, "policy");
  if (!id) return id.error();
  return change(
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::delete_policy(work, vault, id); });
}

Reply show_binding(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  const auto secret = vault::find_secret(call.snapshot, call.vault().id, *id);
  if (!secret) return secret.error();
  return json_response(200, render_binding(call.snapshot, *id, secret->policy, call.now));
}

Reply bind_policy(const Call& call) {
  Input input(call.body);
  const auto policy = PolicyId::parse(input.text("policyId"));
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  if (!policy) return Error{ErrorCode::not_found, "No such policy"};
  return Change([vault = call.vault().id, id = *id, policy = *policy](vault::Work& work) -> vault::Result<Written> {
    const auto bound = vault::bind_policy(work, vault, id, policy);
    if (!bound) return std::unexpected(bound.error());
    return Written{json_response(200, render_binding(work.read(), id, policy, work.now))};
  });
}

Reply unbind_policy(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::unbind_policy(work, vault, id); });
}

Reply co_sign(const Call& call) {
  if (const auto& body = call.request.body; !body.empty())
    if (const auto object = parse_json_object(body.expose()); !object) return Error{ErrorCode::invalid, object.error()};
  return Change([machine = call.machine().machine, signature = call.caller->signature(),
                 id = std::string(call.path.values[0])](vault::Work& work) -> vault::Result<Written> {
    const auto until = vault::co_sign(work, machine, id, signature);
    if (!until) return std::unexpected(until.error());
    return Written{json_response(200, Json{{"secretId", json_text(id)}, {"expiresAt", to_millis(*until)}})};
  });
}

}  // namespace signet::api
