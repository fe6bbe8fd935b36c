// SPDX-License-Identifier: Apache-2.0
// How far a vault is on the way to the next tier: whose keys are classical, how old keys are, what is in the way.
#pragma once

#include "vault/signature_policies.hpp"

namespace signet::vault {

struct ReportedKey {
  ActorKind kind;
  std::string id;
  std::string name;
  VerifiedSignature signature;  // that a request by the key brings
  std::int64_t key_epoch = 1;
  std::vector<std::string_view> blocks;  // rules of the next tier that the key breaks
};

struct ReportedKeys {
  Tier tier;  // of the policy
  Tier next;  // the same as `tier`, if there is none
  std::size_t total = 0;
  std::size_t classical = 0;
  std::size_t blocked = 0;
  std::vector<ReportedKey> keys = {};  // the first kMostReported, as they came
};
inline constexpr std::size_t kMostReported = 1'000;

struct SignatureReport {
  ReportedKeys machines;
  ReportedKeys operators;
};
[[nodiscard]] SignatureReport report_signatures(store::Snapshot& snapshot, const VaultId& vault, Instant now);

}  // namespace signet::vault
