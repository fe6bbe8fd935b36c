// SPDX-License-Identifier: Apache-2.0
#include "vault/signature_report.hpp"

#include "vault/key_holders.hpp"

namespace signet::vault {
namespace {

Tier after(Tier tier) {
  return tier == Tier::sovereign ? tier : static_cast<Tier>(static_cast<std::uint8_t>(tier) + 1);
}

ReportedKeys report(store::Snapshot& snapshot, const VaultId& vault, SignedBy by, Instant now) {
  const auto policy = policy_of_vault(snapshot, vault, by);
  ReportedKeys all{.tier = tier_of(policy), .next = after(tier_of(policy))};
  const auto wanted = compose(policy, preset(all.next));
  for_each_key_holder(snapshot, {.vault = vault, .by = by}, [&](const KeyHolder& holder) {
    const auto signature = signature_by(holder.key);
    auto blocks = broken_rules(wanted, signature, now);
    if (all.next == Tier::sovereign && !wanted.pinned) blocks.emplace_back("pin");
    ++all.total;
    if (signature.level() == 0) ++all.classical;
    if (!blocks.empty()) ++all.blocked;
    if (all.keys.size() < kMostReported)
      all.keys.push_back({holder.kind, holder.id, holder.name, signature, holder.key.epoch, std::move(blocks)});
  });
  return all;
}

}  // namespace

SignatureReport report_signatures(store::Snapshot& snapshot, const VaultId& vault, Instant now) {
  return {report(snapshot, vault, SignedBy::machines, now), report(snapshot, vault, SignedBy::operators, now)};
}

}  // namespace signet::vault
