// SPDX-License-Identifier: Apache-2.0
// Key packages: a machine leaves opaque bytes, and another machine of its vault takes them, first in, first out. Each
// package is handed to one machine, once, whatever happens on the way; what was handed out is never taken in again.
#pragma once

#include "domain/key_package.hpp"
#include "vault/work.hpp"

namespace signet::vault {

struct QueuedPackage {
  std::array<std::uint8_t, 32> fingerprint;
  KeyPackageQueue queue;  // with it
};

/// Again while it is queued: the same answer. Conflict: it was handed out before, or the queue is full.
[[nodiscard]] Result<QueuedPackage> upload_key_package(Work& work, const MachineId& owner, const Bytes& bytes);

struct PackageAttempt {
  MachineId taker;
  VaultId vault;
  std::string owner;       // the id as it came
  std::string request_id;  // empty: the taker cannot ask again
};

/// Whether the commit should look. Unknown owner, or another vault's: not_found.
[[nodiscard]] Result<bool> may_take_key_package(store::Snapshot& snapshot, const PackageAttempt& attempt, Instant now);
/// Nothing: the queue is empty, or its owner does not serve at present.
[[nodiscard]] Result<std::optional<KeyPackage>> take_key_package(Work& work, const PackageAttempt& attempt);

/// Forgets what was kept for takers who did not get their answer.
void drop_kept_packages(store::Transaction& transaction, Instant now);

}  // namespace signet::vault
