// SPDX-License-Identifier: Apache-2.0
#include "vault/policies.hpp"

#include "store/policies.hpp"
#include "taken.hpp"
#include "vault/gate.hpp"

namespace signet::vault {
namespace {

/// What only the vault knows about rules that are otherwise complete.
Result<void> check_rules(store::Snapshot& snapshot, const VaultId& vault, const PolicyRules& rules) {
  if (rules.co_sign_machine && !find_machine(snapshot, vault, *rules.co_sign_machine))
    return std::unexpected(Error{ErrorCode::invalid, "Is not a machine of this vault", "coSignMachineId"});
  return {};
}

void record_binding(Work& work, const Secret& secret, const std::string& detail) {
  work.transaction.raise_generation(secret.vault);
  work.journal.add(Action::policy_bind, detail).secret_id = secret.id.str();
}

}  // namespace

Result<Policy> find_policy(store::Snapshot& snapshot, const VaultId& vault, const PolicyId& id) {
  auto policy = snapshot.policies().find_policy(id);
  if (!policy || !find_project(snapshot, vault, policy->project)) return not_found("policy");
  return std::move(*policy);
}

Result<void> may_guard_managed(const PolicyRules& rules) {
  if (!rules.ration_reads()) return {};
  return refuse(ErrorCode::conflict,
                "A managed secret takes no policy with a rate cap, a number of reads or a co-signature: its agent asks "
                "again and again");
}

Result<Policy> create_policy(Work& work, const VaultId& vault, const ProjectId& project, const NewPolicy& wanted) {
  const auto home = find_project(work.read(), vault, project);
  if (!home) return std::unexpected(home.error());
  if (work.read().policies().is_policy_name_taken(project, wanted.name)) return name_taken("policy of this project");
  if (const auto sound = check_rules(work.read(), vault, wanted.rules); !sound) return std::unexpected(sound.error());
  Policy policy{.id = PolicyId::make(work.random),
                .project = project,
                .name = wanted.name,
                .description = wanted.description,
                .rules = wanted.rules,
                .created_at = work.now,
                .updated_at = work.now};
  work.transaction.policies().insert_policy(policy);
  work.journal.add(Action::policy_create, policy.id.str() + " " + policy.name + " in " + project.str());
  return policy;
}

Result<Policy> replace_policy(Work& work, const VaultId& vault, const PolicyId& id, const NewPolicy& wanted) {
  auto policy = find_policy(work.read(), vault, id);
  if (!policy) return policy;
  if (policy->name != wanted.name && work.read().policies().is_policy_name_taken(policy->project, wanted.name))
    return name_taken("policy of this project");
  if (const auto sound = check_rules(work.read(), vault, wanted.rules); !sound) return std::unexpected(sound.error());
  if (work.read().policies().is_bound_to_managed(id))
    if (const auto may = may_guard_managed(wanted.rules); !may) return std::unexpected(may.error());
  policy->name = wanted.name;
  policy->description = wanted.description;
  policy->rules = wanted.rules;
  policy->updated_at = work.now;
  work.transaction.policies().update_policy(*policy);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::policy_update, id.str() + " " + policy->name);
  return policy;
}

Result<void> delete_policy(Work& work, const VaultId& vault, const PolicyId& id) {
  const auto policy = find_policy(work.read(), vault, id);
  if (!policy) return std::unexpected(policy.error());
  if (const auto bound = work.read().policies().count_bound(id); bound != 0)
    return refuse(ErrorCode::conflict,
                  "The policy is bound to " + std::to_string(bound) +
                      " secrets, those in the trash included: unbind or bind them elsewhere first");
  work.transaction.policies().delete_policy(id);
  work.journal.add(Action::policy_delete, id.str() + " " + policy->name);
  return {};
}

Result<void> bind_policy(Work& work, const VaultId& vault, const SecretId& id, const PolicyId& policy_id) {
  const auto secret = find_secret(work.read(), vault, id);
  if (!secret) return std::unexpected(secret.error());
  const auto policy = find_policy(work.read(), vault, policy_id);
  if (!policy) return std::unexpected(policy.error());
  if (policy->project != secret->project)
    return std::unexpected(Error{ErrorCode::conflict, "The policy is of another project than the secret", "policyId"});
  if (secret->kind == SecretKind::managed)
    if (const auto may = may_guard_managed(policy->rules); !may) return may;
  work.transaction.policies().bind(id, policy_id);
  record_binding(work, *secret, "to " + policy_id.str() + " " + policy->name);
  return {};
}

Result<void> unbind_policy(Work& work, const VaultId& vault, const SecretId& id) {
  const auto secret = find_secret(work.read(), vault, id);
  if (!secret) return std::unexpected(secret.error());
  if (!secret->policy) return not_found("policy of this secret");
  work.transaction.policies().bind(id, std::nullopt);
  record_binding(work, *secret, "to none");
  return {};
}

Result<Instant> co_sign(Work& work, const Machine& machine, const std::string& secret_id,
                        const VerifiedSignature& signature) {
  const auto id = SecretId::parse(secret_id);
  const auto secret = id ? find_secret(work.read(), machine.vault, *id) : Result<Secret>(not_found("secret"));
  if (!secret) return std::unexpected(secret.error());
  const auto gate = load_gate(work.read(), *secret);
  const auto* rules = gate.policy ? &gate.policy->rules : nullptr;
  if (!rules || !rules->co_sign_enabled || rules->co_sign_machine != machine.id)
    return refuse(ErrorCode::forbidden, "No policy asks this machine to sign for that secret");
  if (auto frozen = check_frozen(*secret)) return std::unexpected(std::move(frozen->error));
  if (auto weak = check_signature(work.read(), *secret, signature, work.now))
    return std::unexpected(std::move(weak->error));
  work.transaction.policies().put_co_signature(secret->id, machine.id, work.now);
  work.journal.add(Action::co_sign, "by " + gate.policy->id.str()).secret_id = secret->id.str();
  return work.now + *rules->co_sign_window;
}

}  // namespace signet::vault
