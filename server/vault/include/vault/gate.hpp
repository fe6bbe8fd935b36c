// SPDX-License-Identifier: Apache-2.0
// What stands between a grant and a value: a frozen project, the secret's access policy, and what it sets off if the secret
// is a canary. Where a read is counted or uses something up, the gate is checked and passed inside the savepoint of its
// commit; a check on a snapshot is provisional.
#pragma once

#include "store/policies.hpp"
#include "vault/work.hpp"

#include <optional>
#include <string>

namespace signet::vault {

struct Gate {
  std::optional<Policy> policy = {};
  std::optional<Canary> canary = {};  // armed

  /// Whether reading through it changes something: then only the commit may decide.
  [[nodiscard]] bool has_effects() const { return canary || (policy && policy->rules.has_effects()); }
};

[[nodiscard]] Gate load_gate(store::Snapshot& snapshot, const Secret& secret);

/// Who reads, from where, and when.
struct GateVisit {
  MachineId machine;
  Address address;
  Instant now;
  bool sealed = false;  // see ReadAttempt
};

struct GateDenial {
  Error error;         // for the client: not which axis it was
  std::string reason;  // for the log
};

/// The part of the gate that holds for reports too, which take no value.
[[nodiscard]] std::optional<GateDenial> check_frozen(const Secret& secret);
[[nodiscard]] std::optional<GateDenial> check_gate(store::Snapshot& snapshot, const Secret& secret, const Gate& gate,
                                                   const GateVisit& visit);
/// Counts this read, uses up its co-signature, sets off the canary, and rotates the secret after the last read that its
/// policy allows one value: open the value before. REQUIRES: check_gate let it through, in this savepoint.
void pass_gate(Work& work, const Secret& secret, const Gate& gate);

}  // namespace signet::vault
