// SPDX-License-Identifier: Apache-2.0
// Access policies: made in a project, bound to secrets of it, one each. An edit holds from the next read on.
#pragma once

#include "domain/policy.hpp"
#include "domain/signature_policy.hpp"
#include "vault/work.hpp"

namespace signet::vault {

struct NewPolicy {
  std::string name;
  std::string description;
  PolicyRules rules;
};

/// Conflict if the rules ration reads: an agent asks for the same again and again, and no read of its is counted.
[[nodiscard]] Result<void> may_guard_managed(const PolicyRules& rules);

[[nodiscard]] Result<Policy> find_policy(store::Snapshot& snapshot, const VaultId& vault, const PolicyId& id);
[[nodiscard]] Result<Policy> create_policy(Work& work, const VaultId& vault, const ProjectId& project,
                                           const NewPolicy& wanted);
/// All of it.
[[nodiscard]] Result<Policy> replace_policy(Work& work, const VaultId& vault, const PolicyId& id,
                                            const NewPolicy& wanted);
/// Conflict while a secret is bound to it.
[[nodiscard]] Result<void> delete_policy(Work& work, const VaultId& vault, const PolicyId& id);

/// Instead of the policy it may have. What was counted before counts no more.
[[nodiscard]] Result<void> bind_policy(Work& work, const VaultId& vault, const SecretId& id, const PolicyId& policy);
[[nodiscard]] Result<void> unbind_policy(Work& work, const VaultId& vault, const SecretId& id);

/// `machine` signs for one read of this secret by another one, if the secret's policy names it and signature policies
/// let its key in. Until when it holds.
[[nodiscard]] Result<Instant> co_sign(Work& work, const Machine& machine, const std::string& secret_id,
                                      const VerifiedSignature& signature);

}  // namespace signet::vault
