// SPDX-License-Identifier: Apache-2.0
// How a machine comes in: a token that an operator made, hashed, expiring and counted, and a key that proves itself.
#pragma once

#include "signet/crypto/keys.hpp"
#include "vault/work.hpp"

namespace signet::vault {

struct MadeToken {
  EnrolmentToken token;
  std::string text;  // 64 hex digits, shown once
};

[[nodiscard]] Result<MadeToken> create_token(Work& work, const VaultId& vault);
[[nodiscard]] Result<void> revoke_token(Work& work, const VaultId& vault, const TokenId& id);

/// The token that `text` is, if it can still enrol somebody or could have enrolled this key: unused, unexpired,
/// unrevoked. Cheap, on a snapshot, before any signature; the commit decides again. One error for everything wrong.
[[nodiscard]] Result<EnrolmentToken> check_token(store::Snapshot& snapshot, std::string_view text,
                                                 const crypto::Fingerprint& key, Instant now);

struct Registration {
  std::string token;
  crypto::PublicKey key;
  bool proven;  // a proof of possession was verified
  std::string name;
  std::string hostname;
};

/// A pending machine. The same token and key again, until the token expires: the same machine.
[[nodiscard]] Result<Machine> register_machine(Work& work, const Registration& registration);

}  // namespace signet::vault
