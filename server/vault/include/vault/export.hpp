// SPDX-License-Identifier: Apache-2.0
// Many secrets read at once: every one of them goes through the gate of reading by itself. Those that the gate denies
// are left out.
#pragma once

#include "vault/browse.hpp"
#include "vault/read.hpp"

namespace signet::vault {

struct ExportAttempt {
  MachineId machine;
  VaultId vault;
  Scope scope;
  Address address;
  bool sealed = false;  // as of one read
};

struct Exported {
  store::GrantedSecret secret;
  SecretBytes value;
  std::optional<store::Delivery> news = {};
};

/// On a snapshot. Nothing if reading has effects: then it is done in the commit, by export_in_commit(). Too large:
/// limits::kMaxExportEntries, limits::kMaxExportBytes.
[[nodiscard]] Result<std::optional<std::vector<Exported>>> export_readable(store::Snapshot& snapshot,
                                                                           const keyring::Keyring& keyring,
                                                                           const ExportAttempt& attempt, Instant now,
                                                                           Journal& journal);
/// In the same order, but armed canaries are read before everything else.
[[nodiscard]] Result<std::vector<Exported>> export_in_commit(Work& work, const ExportAttempt& attempt);

}  // namespace signet::vault
