// SPDX-License-Identifier: Apache-2.0
// Vaults and the operators who rule them.
#pragma once

#include "signet/crypto/keys.hpp"
#include "vault/work.hpp"

namespace signet::vault {

/// The caller becomes its owner.
[[nodiscard]] Result<Vault> create_vault(Work& work, const OperatorId& owner, const std::string& name);
/// A suspended vault serves no machine and enrols none. Conflict if nothing would change.
[[nodiscard]] Result<Vault> set_vault_active(Work& work, const VaultId& id, bool active);

struct NewOperator {
  OperatorId id;  // chosen by who holds the key, so that the proof can name it
  std::string name;
  crypto::PublicKey key;
  Role role;
};

/// REQUIRES: the proof of possession was verified. Conflict if the id or the key is or was in use.
[[nodiscard]] Result<Operator> add_operator(Work& work, const VaultId& vault, const NewOperator& added);
/// Gives a known operator a role here, or another one. The last owner stays owner.
[[nodiscard]] Result<Operator> set_operator_role(Work& work, const VaultId& vault, const OperatorId& caller,
                                                 const OperatorId& id, Role role);
/// Takes the role away. An operator without any role, who is not root, is then unknown; the key stays taken.
[[nodiscard]] Result<void> remove_operator(Work& work, const VaultId& vault, const OperatorId& caller,
                                           const OperatorId& id);

}  // namespace signet::vault
