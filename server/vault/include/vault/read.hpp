// SPDX-License-Identifier: Apache-2.0
// The read gate: a machine that authenticated reads a secret of its vault if it is a member of the secret's project and
// holds a grant for exactly this secret.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

struct Reading {
  SecretBytes value;
  std::uint64_t version;
};

/// The read, or its denial, goes into the journal. Unknown secret or another vault's: not_found; no grant: forbidden.
[[nodiscard]] Result<Reading> read_secret(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                          const Machine& machine, const std::string& secret_id, Journal& journal);

}  // namespace signet::vault
