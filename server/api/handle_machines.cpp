// SPDX-License-Identifier: Apache-2.0
// Machines as operators see them.
#include "handlers.hpp"
#include "input.hpp"
#include "signet/schema/limits.hpp"
#include "vault/machine_life.hpp"
#include "vault/machines.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

std::optional<store::MachineState> parse_state(const std::string& name) {
  if (name == "pending") return store::MachineState::pending;
  if (name == "approved") return store::MachineState::approved;
  if (name == "disabled") return store::MachineState::disabled;
  return std::nullopt;
}

/// The routes that take nothing but the machine in the path and answer with it.
Reply change_machine(const Call& call, vault::Result<Machine> (*work)(vault::Work&, const VaultId&, const MachineId&)) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<MachineId>(call, 1, "machine");
  if (!id) return id.error();
  return change(
      200, [work, vault = call.vault().id, id = *id](vault::Work& context) { return work(context, vault, id); },
      Rendered{});
}

Reply remove_machine(const Call& call, vault::Result<void> (*work)(vault::Work&, const VaultId&, const MachineId&)) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<MachineId>(call, 1, "machine");
  if (!id) return id.error();
  return change([work, vault = call.vault().id, id = *id](vault::Work& context) { return work(context, vault, id); });
}

}  // namespace

Reply list_machines(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor", "state"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  auto state = store::MachineState::any;
  if (const auto* name = call.query.find("state")) {
    const auto parsed = parse_state(*name);
    if (!parsed) return Error{ErrorCode::invalid, "Must be pending, approved or disabled", "state"};
    state = *parsed;
  }
  return list_response(call.snapshot.list_machines(call.vault().id, state, *page),
                       [&](const Machine& machine) { return render(machine, call.snapshot, call.now); });
}

Reply show_machine(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<MachineId>(call, 1, "machine");
  if (!id) return id.error();
  const auto machine = vault::find_machine(call.snapshot, call.vault().id, *id);
  if (!machine) return machine.error();
  return json_response(200, render(*machine, call.snapshot, call.now));
}

Reply rename_machine(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  if (auto error = input.error()) return *error;
  const auto id = path_id<MachineId>(call, 1, "machine");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, name](vault::Work& work) {
        return vault::rename_machine(work, vault, id, name);
      },
      Rendered{});
}

Reply approve_machine(const Call& call) { return change_machine(call, vault::approve_machine); }
Reply deny_machine(const Call& call) { return remove_machine(call, vault::deny_machine); }
Reply revoke_machine(const Call& call) { return remove_machine(call, vault::revoke_machine); }

Reply preview_revocation(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<MachineId>(call, 1, "machine");
  if (!id) return id.error();
  const auto effect = vault::preview_revocation(call.snapshot, call.vault().id, *id, call.now);
  if (!effect) return effect.error();
  return json_response(200, render(*effect));
}

Reply extend_machine(const Call& call) {
  Input input(call.body);
  const auto life = input.optional_seconds("lifetimeSeconds", limits::kMinLife, limits::kMaxLife);
  if (!life) input.fail("lifetimeSeconds", "Is missing");
  if (auto error = input.error()) return *error;
  const auto id = path_id<MachineId>(call, 1, "machine");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, life = *life](vault::Work& work) {
        return vault::extend_machine(work, vault, id, life);
      },
      Rendered{});
}

Reply disable_machine(const Call& call) {
  return change_machine(call, [](vault::Work& work, const VaultId& vault, const MachineId& id) {
    return vault::set_machine_enabled(work, vault, id, false);
  });
}

Reply enable_machine(const Call& call) {
  return change_machine(call, [](vault::Work& work, const VaultId& vault, const MachineId& id) {
    return vault::set_machine_enabled(work, vault, id, true);
  });
}

}  // namespace signet::api
