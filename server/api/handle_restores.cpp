// SPDX-License-Identifier: Apache-2.0
// After a restore: who is held, and letting them in again.
#include "handlers.hpp"
#include "input.hpp"
#include "signet/schema/encoding.hpp"
#include "store/restores.hpp"
#include "vault/restores.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

Json render(const std::string& kind, const std::string& id, const std::string& name,
            const std::optional<VaultId>& vault, const Key& key, store::Snapshot& snapshot) {
  const auto seen = snapshot.find_last_seen(id);
  return {{"kind", json_text(kind)},
          {"id", json_text(id)},
          {"name", json_text(name)},
          {"vaultId", vault ? json_text(vault->str()) : Json(nullptr)},
          {"algorithm", json_text(info(key.algorithm).name)},
          {"fingerprint", json_text(to_hex(key.fingerprint))},
          {"keyCreatedAt", to_millis(key.created_at)},
          {"lastSeenAt", seen ? Json(to_millis(seen->at)) : Json(nullptr)},
          {"lastSeenIp", seen ? json_text(seen->address) : Json(nullptr)}};
}

Json render(const store::HeldIdentity& held, store::Snapshot& snapshot) {
  if (const auto id = MachineId::parse(held.id))
    if (const auto machine = snapshot.find_machine(*id))
      return render("machine", held.id, machine->name, machine->vault, machine->key, snapshot);
  if (const auto id = OperatorId::parse(held.id))
    if (const auto who = snapshot.find_operator(*id))
      return render("operator", held.id, who->name, std::nullopt, who->key, snapshot);
  throw store::CorruptStore("somebody is held who is not there: " + held.id);
}

}  // namespace

Reply list_held(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  return list_response(call.snapshot.restores().list_held(*page),
                       [&](const store::HeldIdentity& held) { return render(held, call.snapshot); });
}

Reply release_held(const Call& call) {
  Input input(call.body);
  const auto ids = input.texts("ids", vault::kMostReleased);
  if (ids.empty()) input.fail("ids", "Must have at least one id");
  if (auto error = input.error()) return *error;
  return change([ids](vault::Work& work) { return vault::release_held(work, ids); });
}

}  // namespace signet::api
