// SPDX-License-Identifier: Apache-2.0
// The chain: who is asking. Seven steps in a fixed order, cheap before expensive, the same answer and the same cost for
// an unknown identity and a bad signature.
#pragma once

#include "auth/budget.hpp"
#include "auth/caller.hpp"
#include "auth/lockout.hpp"
#include "auth/signed_headers.hpp"
#include "domain/address.hpp"
#include "domain/error.hpp"
#include "store/transaction.hpp"

#include <expected>
#include <string>

namespace signet::auth {

/// Why a request is not let in. What the client hears is less: respond.cpp decides.
struct Refusal {
  ErrorCode code;               // unauthenticated, forbidden, locked_out, rate_limited, or unavailable (below the nonce
                                // floor)
  std::string reason;           // for the audit log
  bool counts = false;          // towards lockout
  std::string_view told = {};   // to the client, instead of the text of its status
  bool stale = false;           // good signature, wrong time: the client is told
  std::chrono::seconds retry_after{0};
  bool well_signed = false;     // nothing that was verified was wrong
};

struct Attempt {
  std::string_view method;
  std::string_view target;
  ByteView body;
  PresentedHeaders headers;
  Plane plane;
  Address address;
  std::optional<VaultId> vault;  // that an operator's path names
};

struct Surroundings {
  const Lockout& lockout;
  CheckBudget& checks;
  Instant now;
  std::chrono::milliseconds monotonic;
  bool lock_known_addresses;  // false: a machine's id lock spares addresses that were once good
};

/// Steps 1 to 5 and 7 on a snapshot; step 6, the nonce, is looked up here and spent in the commit.
[[nodiscard]] std::expected<Caller, Refusal> authenticate(const Attempt& attempt, store::Snapshot& snapshot,
                                                          const Surroundings& surroundings);

/// Step 1 alone, for before the body.
[[nodiscard]] std::optional<Refusal> check_lockout(const Address& address, const std::optional<std::string>& identity,
                                                   Plane plane, store::Snapshot& snapshot,
                                                   const Surroundings& surroundings);

/// Steps 3 and 7 again, in the commit, after somebody changed who may do what. The key must still be the same.
[[nodiscard]] std::expected<Caller, Refusal> reconfirm(const Caller& caller, const Address& address,
                                                       store::Snapshot& snapshot, Instant now);

/// The stamp that `caller` would get now.
[[nodiscard]] AuthzStamp current_stamp(const Caller& caller, store::Snapshot& snapshot);

}  // namespace signet::auth
