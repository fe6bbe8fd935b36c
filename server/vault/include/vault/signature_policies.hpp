// SPDX-License-Identifier: Apache-2.0
// Signature policies: of a vault, a project, a secret, for machines; of a vault, for its operators. What holds for a
// request is the composition of all that are above what it is about.
#pragma once

#include "store/signature_policies.hpp"
#include "vault/work.hpp"

#include <optional>
#include <string>
#include <vector>

namespace signet::vault {

using store::SignedBy;

/// What holds for machines, or for operators, in the vault at large.
[[nodiscard]] SignaturePolicy policy_of_vault(store::Snapshot& snapshot, const VaultId& vault, SignedBy by);
/// What holds for a read of this secret.
[[nodiscard]] SignaturePolicy policy_of_secret(store::Snapshot& snapshot, const Secret& secret);

/// Where a policy stands. Neither project nor secret: the vault itself.
struct PolicyPlace {
  VaultId vault;
  SignedBy by = SignedBy::machines;
  std::optional<ProjectId> project = {};
  std::optional<SecretId> secret = {};
};

struct PlacedPolicies {
  SignaturePolicy own;
  SignaturePolicy effective;
};
[[nodiscard]] Result<PlacedPolicies> find_signature_policy(store::Snapshot& snapshot, const PolicyPlace& place);

/// Who could work there before and could not any more.
struct LockedOut {
  ActorKind kind;
  std::string id;
  std::string name;
  std::vector<std::string_view> rules;  // that their keys break
};
inline constexpr std::size_t kMostLockedOut = 1'000;

struct PolicyEffect {
  PlacedPolicies before;
  PlacedPolicies after;
  bool weakens = false;
  std::vector<LockedOut> locked_out = {};  // the first kMostLockedOut
  std::size_t locked_out_in_all = 0;
};
/// What `wanted` would do in the place of what stands there. Conflict: nobody could satisfy it together with the
/// policies above and below it.
[[nodiscard]] Result<PolicyEffect> preview_signature_policy(store::Snapshot& snapshot, const PolicyPlace& place,
                                                            const SignaturePolicy& wanted, Instant now);
/// Does it. Forbidden: it is weaker, and the request that asks for it does not itself satisfy what it weakens (pins of
/// machines' keys apart, since no operator holds those). Conflict: it would lock out the operator who asks, so that
/// somebody who can take it back always stays.
[[nodiscard]] Result<PolicyEffect> set_signature_policy(Work& work, const PolicyPlace& place,
                                                        const SignaturePolicy& wanted,
                                                        const VerifiedSignature& asked_by);

/// What becomes of the policies for operators when one of them replaces its own key: a pin of the key goes over to the
/// next one, since the key itself vouches for it. Conflict: a vault of the operator keeps the present key out by more
/// than its age, so it must not name another that gets in; or it would keep the next key out.
[[nodiscard]] Result<void> follow_operator_key(Work& work, const OperatorId& id, const VerifiedSignature& asked_by,
                                               const Key& next);

/// The same where a key was replaced on the host. A vault that kept the former key out has its policy as it was. One
/// that wants more families than the next key has is content with those, or its only owner would never get in again.
[[nodiscard]] Result<void> adopt_operator_key(Work& work, const OperatorId& id, const Key& former, const Key& next);

/// `rules` with commas between.
[[nodiscard]] std::string join_rules(const std::vector<std::string_view>& rules);

}  // namespace signet::vault
