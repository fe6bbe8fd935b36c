// SPDX-License-Identifier: Apache-2.0
// Machines whose life ends: extending it, and what becomes of them then; and what would go with a machine.
#pragma once

#include "domain/policy.hpp"
#include "vault/work.hpp"

namespace signet::vault {

/// It then ends `life` from now, sooner or later than before. Conflict for a machine without an end. A machine that was
/// disabled stays so.
[[nodiscard]] Result<Machine> extend_machine(Work& work, const VaultId& vault, const MachineId& id,
                                             std::chrono::milliseconds life);

/// Removes ephemeral machines that have expired and disables the others, at most `limit` of them. One event each, for
/// the caller to record.
[[nodiscard]] std::vector<AuditEvent> sweep_expired(store::Transaction& transaction, Instant now, std::size_t limit);

struct HeldGrant {
  store::GrantedSecret secret;
  GrantKind kind;
};

/// What a revocation would take away, whom it would shut out, and the tokens with which whoever holds the machine could
/// come in again.
struct RevocationEffect {
  Machine machine;
  std::vector<Project> projects;
  std::vector<HeldGrant> grants;
  std::vector<Policy> co_signs;         // with it gone, nobody reads what is bound to these
  std::optional<EnrolmentToken> token;  // it enrolled with, if that can still enrol
};

[[nodiscard]] Result<RevocationEffect> preview_revocation(store::Snapshot& snapshot, const VaultId& vault,
                                                          const MachineId& id, Instant now);

}  // namespace signet::vault
