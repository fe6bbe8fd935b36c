// SPDX-License-Identifier: Apache-2.0
// The gate of reading. Every way to a secret's value on the machine plane goes through may_read(), once on a snapshot
// and, if reading does more than give the value, once more in the commit. A machine that authenticated reads a secret
// of its vault if it is a member of the secret's project and holds a grant for exactly this secret.
#pragma once

#include "domain/address.hpp"
#include "store/deliveries.hpp"
#include "vault/work.hpp"

namespace signet::vault {

/// Who wants to read what, as values: it outlives the snapshot on which it was first decided.
struct ReadAttempt {
  MachineId machine;
  VaultId vault;
  std::string secret;  // the id as it came; it may be none
  Address address;
  std::optional<std::uint64_t> version = {};  // an older one; else the current one
  bool sealed = false;                        // what leaves is for the machine alone
  bool end_to_end = false;                    // asks for what the server cannot read
};

struct Reading {
  SecretBytes value;
  std::uint64_t version;
  std::optional<store::Delivery> news = {};  // to be taken back if the machine never hears of it
};

/// Membership and grant, nothing else: no value may follow from it. A denial goes into the journal. Unknown secret or
/// another vault's: not_found; no grant: forbidden.
[[nodiscard]] Result<Secret> find_granted(store::Snapshot& snapshot, const ReadAttempt& attempt, Journal& journal);

/// All the rules: find_granted(), then what the secret's access policy says. A denial goes into the journal.
/// The secret comes back with the version that is wanted. Conflict: it is sealed end to end and that is not what was
/// asked for, or the other way round.
[[nodiscard]] Result<Secret> may_read(store::Snapshot& snapshot, const ReadAttempt& attempt, Instant now,
                                      Journal& journal);

/// Whether reading does more than give the value: then it is decided, and done, in the commit.
[[nodiscard]] bool has_effects(store::Snapshot& snapshot, const ReadAttempt& attempt, const Secret& secret);

/// The value of a read that was allowed, which goes into the journal.
[[nodiscard]] Reading open_secret(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Secret& secret,
                                  Journal& journal);

/// Decides again, opens, and does what reading does. What a denial wrote must stay: answer it, do not undo it.
[[nodiscard]] Result<Reading> read_in_commit(Work& work, const ReadAttempt& attempt);

}  // namespace signet::vault
