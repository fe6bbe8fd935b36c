// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "input.hpp"
#include "list_audit.hpp"
#include "signet/crypto/proof.hpp"
#include "vault/vaults.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

Reply set_active(const Call& call, bool active) {
  if (auto error = Input(call.body).error()) return *error;
  return change(
      200,
      [id = call.vault().id, active](vault::Work& work) { return vault::set_vault_active(work, id, active); },
      Rendered{});
}

/// An operator's answer shows the role in this vault.
auto rendered_as(Role role) {
  return [role](const Operator& who, vault::Work& work) { return render(who, role, work.read()); };
}

}  // namespace

Reply show_vault(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  return json_response(200, render(call.vault()));
}

Reply suspend_vault(const Call& call) { return set_active(call, false); }
Reply resume_vault(const Call& call) { return set_active(call, true); }

Reply list_operators(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  return list_response(call.snapshot.list_operators(call.vault().id, *page),
                       [&](const VaultOperator& entry) { return render(entry.who, entry.role, call.snapshot); });
}

Reply add_operator(const Call& call) {
  Input input(call.body);
  const auto id = OperatorId::parse(input.text("operatorId"));
  const auto name = input.name("name");
  const auto role = input.role("role");
  const auto proof = input.base64("proof");
  if (!id) input.fail("operatorId", "Must be a lower-case UUID of version 4");
  if (!proof) input.fail("proof", "Is missing");
  auto key = input.public_key(std::nullopt);
  if (auto error = input.error()) return *error;
  if (!crypto::verify_proof(crypto::ProofPurpose::operator_, id->str(), *key, *proof))
    return Error{ErrorCode::invalid, "Is not this key's signature over this operator", "proof"};
  vault::NewOperator added{*id, name, std::move(*key), role};
  return change(
      201,
      [vault = call.vault().id, added](vault::Work& work) { return vault::add_operator(work, vault, added); },
      rendered_as(role));
}

Reply set_operator_role(const Call& call) {
  Input input(call.body);
  const auto role = input.role("role");
  if (auto error = input.error()) return *error;
  const auto id = path_id<OperatorId>(call, 1, "operator");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, caller = call.operator_().who.id, id = *id, role](vault::Work& work) {
        return vault::set_operator_role(work, vault, caller, id, role);
      },
      rendered_as(role));
}

Reply remove_operator(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<OperatorId>(call, 1, "operator");
  if (!id) return id.error();
  return change([vault = call.vault().id, caller = call.operator_().who.id, id = *id](vault::Work& work) {
    return vault::remove_operator(work, vault, caller, id);
  });
}

Reply list_vault_audit(const Call& call) { return list_audit(call, call.vault().id.str()); }
Reply export_vault_audit(const Call& call) { return export_audit(call, call.vault().id.str()); }

}  // namespace signet::api
