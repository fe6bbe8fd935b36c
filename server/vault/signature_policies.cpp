// SPDX-License-Identifier: Apache-2.0
#include "vault/signature_policies.hpp"

#include "signet/schema/encoding.hpp"
#include "vault/key_holders.hpp"

#include <algorithm>

namespace signet::vault {
namespace {

const std::string& subject_of(const PolicyPlace& place) {
  if (place.secret) return place.secret->str();
  return place.project ? place.project->str() : place.vault.str();
}

/// The composition of what stands above the place.
Result<SignaturePolicy> above(store::Snapshot& snapshot, const PolicyPlace& place) {
  if (!place.project && !place.secret) return SignaturePolicy{};
  auto policy = policy_of_vault(snapshot, place.vault, SignedBy::machines);
  if (!place.secret) {
    if (const auto project = find_project(snapshot, place.vault, *place.project); !project)
      return std::unexpected(project.error());
    return policy;
  }
  const auto secret = find_secret(snapshot, place.vault, *place.secret);
  if (!secret) return std::unexpected(secret.error());
  return compose(policy, snapshot.signature_policies().load(secret->project.str(), SignedBy::machines));
}

std::unexpected<Error> nobody_could(std::string_view where) {
  return refuse(ErrorCode::conflict, "No key could satisfy this together with the policy of " + std::string(where));
}

/// Everything below the place, with `effective` in force at it.
Result<void> check_below(store::Snapshot& snapshot, const PolicyPlace& place, const SignaturePolicy& effective) {
  if (place.secret || place.by == SignedBy::operators) return {};
  const auto below = snapshot.signature_policies().list_below(place.vault);
  for (const auto& [subject, policy] : below) {
    if (const auto project = ProjectId::parse(subject)) {
      if (place.project || is_satisfiable(compose(effective, policy))) continue;
      return nobody_could(subject);
    }
    const auto id = SecretId::parse(subject);
    const auto secret = id ? snapshot.find_secret(*id) : std::nullopt;
    if (!secret || (place.project && secret->project != *place.project)) continue;
    auto whole = compose(effective, policy);
    if (!place.project)
      whole = compose(whole, snapshot.signature_policies().load(secret->project.str(), SignedBy::machines));
    if (!is_satisfiable(whole)) return nobody_could(subject);
  }
  return {};
}

void find_locked_out(store::Snapshot& snapshot, const PolicyPlace& place, PolicyEffect& effect, Instant now) {
  for_each_key_holder(snapshot, place, [&](const KeyHolder& holder) {
    const auto signature = signature_by(holder.key);
    auto broken = broken_rules(effect.after.effective, signature, now);
    if (broken.empty() || !broken_rules(effect.before.effective, signature, now).empty()) return;
    ++effect.locked_out_in_all;
    if (effect.locked_out.size() < kMostLockedOut)
      effect.locked_out.push_back({holder.kind, holder.id, holder.name, std::move(broken)});
  });
}

std::string describe(const PolicyPlace& place, const PolicyEffect& effect) {
  return std::string(place.by == SignedBy::operators ? "for operators, " : "") + subject_of(place) + ": " +
         std::string(name_of(tier_of(effect.before.own))) + " to " + std::string(name_of(tier_of(effect.after.own))) +
         (effect.weakens ? ", weaker" : "");
}

std::unexpected<Error> would_keep_out(const VaultId& vault, const std::vector<std::string_view>& broken) {
  return refuse(ErrorCode::conflict,
                "The signature policy of " + vault.str() + " would keep the next key out: " + join_rules(broken));
}

void put_operators_policy(Work& work, const VaultId& vault, const SignaturePolicy& policy, Action action,
                          const std::string& why) {
  work.transaction.signature_policies().put(vault, vault.str(), SignedBy::operators, policy);
  work.transaction.raise_generation(vault);
  work.journal.add(action, "for operators, " + vault.str() + ": " + why).log = vault.str();
}

}  // namespace

SignaturePolicy policy_of_vault(store::Snapshot& snapshot, const VaultId& vault, SignedBy by) {
  return snapshot.signature_policies().load(vault.str(), by);
}

SignaturePolicy policy_of_secret(store::Snapshot& snapshot, const Secret& secret) {
  SignaturePolicy policy;
  for (const auto& part : snapshot.signature_policies().list_around(secret.vault, secret.project, secret.id))
    policy = compose(policy, part);
  return policy;
}

Result<PlacedPolicies> find_signature_policy(store::Snapshot& snapshot, const PolicyPlace& place) {
  const auto higher = above(snapshot, place);
  if (!higher) return std::unexpected(higher.error());
  auto own = snapshot.signature_policies().load(subject_of(place), place.by);
  auto effective = compose(*higher, own);
  return PlacedPolicies{std::move(own), std::move(effective)};
}

Result<PolicyEffect> preview_signature_policy(store::Snapshot& snapshot, const PolicyPlace& place,
                                              const SignaturePolicy& wanted, Instant now) {
  const auto higher = above(snapshot, place);
  if (!higher) return std::unexpected(higher.error());
  const auto own = snapshot.signature_policies().load(subject_of(place), place.by);
  PolicyEffect effect{.before = {own, compose(*higher, own)}, .after = {wanted, compose(*higher, wanted)}};
  effect.weakens = is_weaker(effect.after.effective, effect.before.effective);
  if (!is_satisfiable(effect.after.effective)) return nobody_could("what it is in, or at all");
  if (auto sound = check_below(snapshot, place, effect.after.effective); !sound) return std::unexpected(sound.error());
  find_locked_out(snapshot, place, effect, now);
  return effect;
}

Result<PolicyEffect> set_signature_policy(Work& work, const PolicyPlace& place, const SignaturePolicy& wanted,
                                          const VerifiedSignature& asked_by) {
  auto effect = preview_signature_policy(work.read(), place, wanted, work.now);
  if (!effect) return effect;
  const bool of_operators = place.by == SignedBy::operators;
  if (effect->weakens) {
    auto old = effect->before.effective;
    if (!of_operators) old.pinned.reset();
    if (const auto broken = broken_rules(old, asked_by, work.now); !broken.empty())
      return refuse(
          ErrorCode::forbidden,
          "To weaken a signature policy takes a key that satisfies it; this one breaks: " + join_rules(broken));
  }
  if (of_operators)
    if (const auto broken = broken_rules(effect->after.effective, asked_by, work.now); !broken.empty())
      return refuse(ErrorCode::conflict,
                    "This would lock you out of the vault: the key you sign with breaks: " + join_rules(broken));
  auto& policies = work.transaction.signature_policies();
  if (wanted == SignaturePolicy{})
    policies.remove(subject_of(place), place.by);
  else
    policies.put(place.vault, subject_of(place), place.by, wanted);
  work.transaction.raise_generation(place.vault);
  auto& event = work.journal.add(effect->weakens ? Action::signature_policy_weaken : Action::signature_policy_update,
                                 describe(place, *effect));
  if (place.secret) event.secret_id = place.secret->str();
  return effect;
}

Result<void> follow_operator_key(Work& work, const OperatorId& id, const VerifiedSignature& asked_by, const Key& next) {
  for (const auto& [vault, role] : work.read().list_roles(id)) {
    const auto before = policy_of_vault(work.read(), vault.id, SignedBy::operators);
    auto timeless = before;
    timeless.max_key_age.reset();
    if (const auto broken = broken_rules(timeless, asked_by, work.now); !broken.empty())
      return refuse(ErrorCode::conflict, "The signature policy of " + vault.id.str() +
                                             " keeps this key out, so it cannot name the next: " + join_rules(broken));
    auto after = before;
    if (after.pinned) std::ranges::replace(*after.pinned, asked_by.fingerprint, next.fingerprint);
    if (const auto broken = broken_rules(after, signature_by(next), work.now); !broken.empty())
      return would_keep_out(vault.id, broken);
    if (after == before) continue;
    put_operators_policy(work, vault.id, after, Action::signature_policy_update,
                         "the pin of " + id.str() + " follows its key to " + to_hex(next.fingerprint));
  }
  return {};
}

Result<void> adopt_operator_key(Work& work, const OperatorId& id, const Key& former, const Key& next) {
  for (const auto& [vault, role] : work.read().list_roles(id)) {
    const auto before = policy_of_vault(work.read(), vault.id, SignedBy::operators);
    auto timeless = before;
    timeless.max_key_age.reset();
    if (!broken_rules(timeless, signature_by(former), work.now).empty()) continue;
    auto after = before;
    if (after.pinned) std::ranges::replace(*after.pinned, former.fingerprint, next.fingerprint);
    after.families = std::min(before.families, signature_by(next).families());
    if (const auto broken = broken_rules(after, signature_by(next), work.now); !broken.empty())
      return would_keep_out(vault.id, broken);
    if (after == before) continue;
    const bool fewer = after.families < before.families;
    const auto action = fewer ? Action::signature_policy_weaken : Action::signature_policy_update;
    put_operators_policy(work, vault.id, after, action,
                         "the key of " + id.str() + " is " + to_hex(next.fingerprint) +
                             (fewer ? " now, and its families are enough" : " now, and has its pin"));
  }
  return {};
}

std::string join_rules(const std::vector<std::string_view>& rules) {
  std::string text;
  for (const auto rule : rules) text += (text.empty() ? "" : ", ") + std::string(rule);
  return text;
}

}  // namespace signet::vault
