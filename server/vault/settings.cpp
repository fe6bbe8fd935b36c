// SPDX-License-Identifier: Apache-2.0
#include "vault/settings.hpp"

#include "store/keys.hpp"
#include "store/policies.hpp"

namespace signet::vault {

Result<Vault> update_settings(Work& work, const VaultId& id, const VaultSettings& settings) {
  auto vault = work.read().find_vault(id);
  if (!vault) return not_found("vault");
  vault->allow_list_enabled = settings.allow_list_enabled.value_or(vault->allow_list_enabled);
  vault->allow_list = settings.allow_list.value_or(vault->allow_list);
  vault->key_overlap = settings.key_overlap.value_or(vault->key_overlap);
  work.transaction.keys().set_overlap(id, vault->key_overlap);
  work.transaction.policies().set_allow_list(id, vault->allow_list_enabled, vault->allow_list);
  work.transaction.raise_generation(id);
  work.journal.add(Action::vault_update, std::string("address allow-list ") +
                                             (vault->allow_list_enabled ? "on" : "off") + " with " +
                                             std::to_string(vault->allow_list.size()) + " networks, key overlap " +
                                             std::to_string(vault->key_overlap.count()) + " s");
  return std::move(*vault);
}

}  // namespace signet::vault
