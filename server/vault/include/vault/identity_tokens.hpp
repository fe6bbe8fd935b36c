// SPDX-License-Identifier: Apache-2.0
// Tokens that prove a machine to third parties. The vault signs them with a key of its own that is replaced every
// thirty days; those before stay listed until their last token has ended. The vault itself takes no token, anywhere.
#pragma once

#include "domain/issuer_key.hpp"
#include "vault/work.hpp"

#include <chrono>

namespace signet::vault {

inline constexpr std::size_t kMaxAudiences = 32;  // of one machine
inline constexpr std::chrono::hours kIssuerKeyAge{24 * 30};
/// How long a key stays listed once it signs no more: longer than any token lives.
inline constexpr std::chrono::hours kIssuerKeyOverlap{1};

/// 1 to 255 visible characters of ASCII.
[[nodiscard]] bool is_audience(std::string_view text);

struct TokenAttempt {
  Machine machine;
  std::string issuer, audience;
  bool as_json = false;  // else compact
  std::chrono::seconds life;
};

struct IssuedToken {
  std::string token, key_id;
  Instant expires_at;
};

/// Forbidden: nobody said that the machine may have tokens for that audience.
[[nodiscard]] Result<void> may_have_token(store::Snapshot& snapshot, const TokenAttempt& attempt);
/// False: none was needed yet, or the one there is has served its time.
[[nodiscard]] bool has_issuer_key(store::Snapshot& snapshot, const VaultId& vault, Instant now);
/// Goes into the journal. It ends no later than its machine does. REQUIRES: there is a key that signs.
[[nodiscard]] IssuedToken issue_token(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                      crypto::Random& random, const TokenAttempt& attempt, Instant now,
                                      Journal& journal);
/// A new one signs from now on, and those before are listed for kIssuerKeyOverlap more; with `distrust_old` no longer.
IssuerKey rotate_issuer_key(Work& work, const VaultId& vault, bool distrust_old);

[[nodiscard]] Result<std::vector<std::string>> list_audiences(store::Snapshot& snapshot, const VaultId& vault,
                                                              const MachineId& machine);
/// Instead of those there were.
[[nodiscard]] Result<std::vector<std::string>> put_audiences(Work& work, const VaultId& vault, const MachineId& machine,
                                                             const std::vector<std::string>& audiences);

}  // namespace signet::vault
