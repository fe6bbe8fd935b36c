// SPDX-License-Identifier: Apache-2.0
// How a machine comes in: a token that an operator made, hashed, expiring and counted, and a key that proves itself.
#pragma once

#include "domain/address.hpp"
#include "signet/crypto/keys.hpp"
#include "vault/work.hpp"

#include <string_view>

namespace signet::vault {

/// A token as somebody presents it.
struct PresentedToken {
  SecretBytes text;
  std::string hostname;
  Address source;
  std::optional<VaultId> vault = {};  // that the path names: the token must be of it, and give its machines a lifetime
};

struct TokenVerdict {
  std::optional<EnrolmentToken> token = {};  // that the text names, good or not
  std::string_view refused = {};             // why, for the log alone; empty: it may enrol
};

/// Whether the token can still enrol somebody, or could have enrolled this key: of that vault, unused, unexpired,
/// unrevoked, from there, by that hostname. Cheap, on a snapshot, before any signature; the commit decides again.
[[nodiscard]] TokenVerdict check_token(store::Snapshot& snapshot, const PresentedToken& presented,
                                       const crypto::Fingerprint& key, Instant now);
/// One error for everything that is wrong with a token. The vault's log hears of it, if there is one.
[[nodiscard]] Error refuse_token(const TokenVerdict& verdict, Journal& journal);

struct Registration {
  PresentedToken token;
  crypto::PublicKey key;
  bool proven;  // a proof of possession was verified
  std::string name;
};

/// A pending machine, or an approved one with what its token hands out. Things of the hand-out that were deleted since
/// are skipped. The same token and key again, until the token expires: the same machine.
[[nodiscard]] Result<Machine> register_machine(Work& work, const Registration& registration);

}  // namespace signet::vault
