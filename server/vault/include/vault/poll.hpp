// SPDX-License-Identifier: Apache-2.0
// What became of the secrets that a machine watches. A secret has changed if its version is not the one that the
// machine was given last; it stays so until it is read. No value, no audit record.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

struct Watch {
  MachineId machine;
  VaultId vault;
  std::vector<std::string> secrets;  // ids as they came
};

enum class Attention : std::uint8_t {
  changed,
  deleted,        // or never there, or another vault's
  access_denied,  // no grant
};

struct Polled {
  std::vector<std::pair<std::string, Attention>> changes;  // only what needs attention
  /// Never read by this machine and never polled: what they are now is what they are compared with from now on.
  std::vector<std::pair<SecretId, std::uint64_t>> unknown;
};

[[nodiscard]] Polled poll(store::Snapshot& snapshot, const Watch& watch);
/// The same in the commit, where the unknown ones get what they are compared with.
[[nodiscard]] Polled poll_in_commit(Work& work, const Watch& watch);

}  // namespace signet::vault
