// SPDX-License-Identifier: Apache-2.0
#include "vault/vaults.hpp"

namespace signet::vault {
namespace {

std::optional<Error> owner_must_stay(Work& work, const VaultId& vault, const OperatorId& id) {
  if (work.read().find_role(id, vault) != Role::owner || work.read().count_owners(vault) > 1) return std::nullopt;
  return Error{ErrorCode::conflict, "The last owner of a vault stays: make somebody else owner first"};
}

std::optional<Error> not_oneself(const OperatorId& caller, const OperatorId& id) {
  if (caller != id) return std::nullopt;
  return Error{ErrorCode::forbidden, "Nobody changes their own role"};
}

}  // namespace

Result<Vault> create_vault(Work& work, const OperatorId& owner, const std::string& name) {
  const Vault made{.id = VaultId::make(work.random), .name = name, .created_at = work.now};
  work.transaction.insert_vault(made);
  work.transaction.set_role(owner, made.id, Role::owner);
  work.transaction.raise_installation_generation();
  work.journal.add(Action::vault_create, made.id.str() + " " + name);
  return made;
}

Result<Vault> set_vault_active(Work& work, const VaultId& id, bool active) {
  auto vault = work.read().find_vault(id);
  if (!vault) return not_found("vault");
  if (vault->active == active)
    return refuse(ErrorCode::conflict, active ? "The vault is active already" : "The vault is suspended already");
  vault->active = active;
  work.transaction.set_vault_active(id, active);
  work.transaction.raise_generation(id);
  work.journal.add(active ? Action::vault_resume : Action::vault_suspend, vault->name);
  return std::move(*vault);
}

Result<Operator> add_operator(Work& work, const VaultId& vault, const NewOperator& added) {
  if (work.read().find_operator(added.id))
    return std::unexpected(Error{ErrorCode::conflict, "An operator with this id is known already", "operatorId"});
  const auto prints = added.key.all_fingerprints();
  for (const auto& print : prints)
    if (work.read().find_key_owner(print))
      return std::unexpected(Error{ErrorCode::conflict, "This key, or a half of it, is or was enrolled", "publicKey"});
  const Operator made{.id = added.id,
                      .name = added.name,
                      .root = false,
                      .key = {.algorithm = added.key.algorithm(),
                              .raw = added.key.raw(),
                              .fingerprint = added.key.fingerprint(),
                              .created_at = work.now},
                      .created_at = work.now};
  work.transaction.insert_operator(made);
  work.transaction.take_fingerprints(made.id.str(), prints, std::nullopt);
  work.transaction.set_role(made.id, vault, added.role);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::operator_add,
                   made.id.str() + " " + made.name + " as " + std::string(name_of(added.role)));
  return made;
}

Result<Operator> set_operator_role(Work& work, const VaultId& vault, const OperatorId& caller, const OperatorId& id,
                                   Role role) {
  if (auto error = not_oneself(caller, id)) return std::unexpected(std::move(*error));
  auto who = work.read().find_operator(id);
  if (!who) return not_found("operator");
  const auto before = work.read().find_role(id, vault);
  if (before == role) return std::move(*who);
  if (auto error = owner_must_stay(work, vault, id)) return std::unexpected(std::move(*error));
  work.transaction.set_role(id, vault, role);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::operator_role, id.str() + " " + who->name + " from " +
                                              std::string(before ? name_of(*before) : "none") + " to " +
                                              std::string(name_of(role)));
  return std::move(*who);
}

Result<void> remove_operator(Work& work, const VaultId& vault, const OperatorId& caller, const OperatorId& id) {
  if (auto error = not_oneself(caller, id)) return std::unexpected(std::move(*error));
  const auto who = work.read().find_operator(id);
  if (!who || !work.read().find_role(id, vault)) return not_found("operator");
  if (auto error = owner_must_stay(work, vault, id)) return std::unexpected(std::move(*error));
  work.transaction.set_role(id, vault, std::nullopt);
  if (!who->root && work.read().count_roles(id) == 0) {
    work.transaction.delete_operator(id);
    work.transaction.raise_installation_generation();
  }
  work.transaction.raise_generation(vault);
  work.journal.add(Action::operator_remove, id.str() + " " + who->name);
  return {};
}

}  // namespace signet::vault
