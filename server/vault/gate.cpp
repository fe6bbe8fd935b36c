// SPDX-License-Identifier: Apache-2.0
#include "vault/gate.hpp"

#include "vault/canaries.hpp"
#include "vault/rotations.hpp"

namespace signet::vault {
namespace {

bool is_co_signed(store::Snapshot& snapshot, const Secret& secret, const PolicyRules& rules, Instant now) {
  const auto at = snapshot.policies().find_co_signature(secret.id, *rules.co_sign_machine);
  return at && *at <= now && now < *at + *rules.co_sign_window;
}

GateDenial denial(const PolicyDenial& denied, const Policy& policy, Instant now) {
  const bool later = denied.code == ErrorCode::rate_limited;
  Error error{denied.code, later ? "The secret's access policy allows no more reads now"
                                 : "The secret's access policy does not allow this read"};
  if (later) error.retry_after = std::chrono::ceil<std::chrono::seconds>(denied.until - now);
  return {std::move(error), "policy " + policy.id.str() + ": " + std::string(denied.axis)};
}

}  // namespace

Gate load_gate(store::Snapshot& snapshot, const Secret& secret) {
  Gate gate;
  if (secret.canary) gate.canary = snapshot.policies().find_canary(secret.id);
  if (gate.canary && !gate.canary->enabled) gate.canary.reset();
  if (!secret.policy) return gate;
  gate.policy = snapshot.policies().find_policy(*secret.policy);
  if (!gate.policy) throw store::CorruptStore("secret " + secret.id.str() + " is bound to a policy that is not there");
  return gate;
}

std::optional<GateDenial> check_frozen(const Secret& secret) {
  if (!secret.frozen) return std::nullopt;
  return GateDenial{{ErrorCode::frozen, "The project is frozen: an owner has to unfreeze it"}, "project is frozen"};
}

std::optional<GateDenial> check_gate(store::Snapshot& snapshot, const Secret& secret, const Gate& gate,
                                     const GateVisit& visit) {
  if (auto frozen = check_frozen(secret)) return frozen;
  if (!gate.policy) return std::nullopt;
  const auto& rules = gate.policy->rules;
  PolicyAttempt attempt{.now = visit.now, .address = visit.address, .counts = {}, .sealed = visit.sealed};
  if (rules.has_effects()) attempt.counts = snapshot.policies().load_counts(secret.id).at(visit.now);
  if (rules.co_sign_enabled) {
    attempt.is_co_signer = visit.machine == *rules.co_sign_machine;
    attempt.co_signed = is_co_signed(snapshot, secret, rules, visit.now);
  }
  const auto denied = check_policy(rules, attempt, system_time_zones());
  if (!denied) return std::nullopt;
  return denial(*denied, *gate.policy, visit.now);
}

void pass_gate(Work& work, const Secret& secret, const Gate& gate) {
  if (gate.canary) trigger_canary(work, secret, *gate.canary);
  if (!gate.policy || !gate.policy->rules.has_effects()) return;
  const auto& rules = gate.policy->rules;
  auto counts = work.read().policies().load_counts(secret.id).at(work.now).with_one_more();
  const bool rotates = rules.rotate_after_reads && counts.since_rotation >= *rules.rotate_after_reads;
  if (rotates) counts.since_rotation = 0;
  work.transaction.policies().put_counts(secret.id, counts);
  if (rules.co_sign_enabled) work.transaction.policies().delete_co_signature(secret.id, *rules.co_sign_machine);
  if (rotates) rotate_by_itself(work, secret, "after " + std::to_string(*rules.rotate_after_reads) + " reads");
}

}  // namespace signet::vault
