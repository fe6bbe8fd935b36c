// SPDX-License-Identifier: Apache-2.0
// Managed secrets. A rotation has two phases: a new value is made and kept aside, pending, never readable as the
// secret; the agent makes the database take it and confirms, which makes it the secret's next version, or rejects it.
#pragma once

#include "domain/sync_agent.hpp"
#include "vault/read.hpp"

#include <array>
#include <string_view>

namespace signet::vault {

inline constexpr std::array<std::string_view, 5> kSyncProviders{"postgresql", "mysql", "mongodb", "redis", "mssql"};

/// The login that the agent changes passwords with.
struct AdminLogin {
  SecretBytes user;
  SecretBytes password;
};

// What operators do. Unknown secret, or one that is not managed: not_found.

[[nodiscard]] Result<SyncAgent> find_sync(store::Snapshot& snapshot, const VaultId& vault, const SecretId& secret);
/// Makes the secret managed, or changes how it is. It must have exactly the fields username and password. Without a
/// login the one it has stays. Conflict while a value is pending, and under a policy that rations reads.
[[nodiscard]] Result<SyncAgent> configure_sync(Work& work, const VaultId& vault, const SecretId& secret,
                                               const SyncSettings& settings, const std::optional<AdminLogin>& login);
/// It is then a secret like any other. Conflict while a value is pending.
[[nodiscard]] Result<void> remove_sync(Work& work, const VaultId& vault, const SecretId& secret);
inline constexpr std::size_t kShortestPassword = 16;
/// Makes a password of `length` letters and digits. Conflict while another value is pending.
[[nodiscard]] Result<SyncAgent> start_rotation(Work& work, const VaultId& vault, const SecretId& secret,
                                               std::size_t length);
/// Conflict unless a value is pending.
[[nodiscard]] Result<SyncAgent> cancel_rotation(Work& work, const VaultId& vault, const SecretId& secret);

// What agents do. To see anything they need everything that reading needs, and a grant for agents.

struct SyncConfig {
  SyncAgent agent;
  AdminLogin login;
  std::optional<SecretBytes> pending;  // a JSON object
};

[[nodiscard]] Result<SyncConfig> read_sync_config(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                                  const ReadAttempt& attempt, Instant now, Journal& journal);
/// Whether the machine may say what became of it. Not up to the access policy: the database is changed already when its
/// window closes, and only the agent knows.
[[nodiscard]] Result<Secret> may_report(store::Snapshot& snapshot, const ReadAttempt& attempt, Instant now,
                                        Journal& journal);

// REQUIRES: may_report in the same commit.
void put_heartbeat(Work& work, const Secret& secret, bool healthy, std::string_view error);
/// Again, of the rotation that was confirmed last: nothing. Any other that is not pending: conflict.
[[nodiscard]] Result<void> confirm_rotation(Work& work, const Secret& secret, std::string_view rotation);
[[nodiscard]] Result<void> reject_rotation(Work& work, const Secret& secret, std::string_view rotation,
                                           std::string_view error);

}  // namespace signet::vault
