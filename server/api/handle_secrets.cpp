// SPDX-License-Identifier: Apache-2.0
// Secrets as operators see them: everything but their values.
#include "handlers.hpp"
#include "input.hpp"
#include "recipe_input.hpp"
#include "vault/secrets.hpp"
#include "write.hpp"

namespace signet::api {

Reply list_secrets(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  if (const auto found = vault::find_project(call.snapshot, call.vault().id, *project); !found) return found.error();
  return list_response(call.snapshot.list_secrets(*project, *page),
                       [](const Secret& secret) { return render(secret); });
}

Reply create_secret(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  auto recipe = optional_recipe(input);
  auto value = recipe ? input.fixed_fields() : input.value();
  if (auto error = input.error()) return *error;
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  if (recipe) {
    return change(
        201,
        [vault = call.vault().id, project = *project, name, value = std::move(value),
         recipe = std::move(*recipe)](vault::Work& work) {
          return vault::create_generated(work, vault, project, name, value, recipe);
        },
        Rendered{});
  }
  return change(
      201,
      [vault = call.vault().id, project = *project, name, value = std::move(value)](vault::Work& work) {
        return vault::create_secret(work, vault, project, name, value);
      },
      Rendered{});
}

Reply show_secret(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  const auto secret = vault::find_secret(call.snapshot, call.vault().id, *id);
  if (!secret) return secret.error();
  return json_response(200, render(*secret));
}

Reply rename_secret(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, name](vault::Work& work) {
        return vault::rename_secret(work, vault, id, name);
      },
      Rendered{});
}

Reply put_version(const Call& call) {
  Input input(call.body);
  auto value = input.value();
  const auto expected = input.optional_number("expectedVersion");
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      201,
      [vault = call.vault().id, id = *id, value = std::move(value), expected](vault::Work& work) {
        return vault::put_version(work, vault, id, value, expected);
      },
      Rendered{});
}

Reply delete_secret(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::delete_secret(work, vault, id); });
}

Reply list_grants(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  if (const auto found = vault::find_secret(call.snapshot, call.vault().id, *id); !found) return found.error();
  return list_response(call.snapshot.list_grants(*id, *page), [](const Grant& grant) { return render(grant); });
}

Reply put_grant(const Call& call) {
  Input input(call.body);
  const auto name = input.optional_text("kind");
  const auto kind = parse_grant_kind(name.value_or("read"));
  if (!kind) input.fail("kind", "Must be read or agent");
  if (auto error = input.error()) return *error;
  const auto secret = path_id<SecretId>(call, 1, "secret");
  if (!secret) return secret.error();
  const auto machine = path_id<MachineId>(call, 2, "machine");
  if (!machine) return machine.error();
  return change(
      200,
      [vault = call.vault().id, secret = *secret, machine = *machine, kind = *kind](vault::Work& work) {
        return vault::grant(work, vault, secret, machine, kind);
      },
      Rendered{});
}

Reply remove_grant(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto secret = path_id<SecretId>(call, 1, "secret");
  if (!secret) return secret.error();
  const auto machine = path_id<MachineId>(call, 2, "machine");
  if (!machine) return machine.error();
  return change([vault = call.vault().id, secret = *secret, machine = *machine](vault::Work& work) {
    return vault::revoke_grant(work, vault, secret, machine);
  });
}

}  // namespace signet::api
