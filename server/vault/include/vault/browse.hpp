// SPDX-License-Identifier: Apache-2.0
// What a machine sees without reading a value: the secrets that it has grants for.
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

/// All that the machine may read, or a part of it. Ids as they came: one that is unknown, foreign or none is a part
/// without anything in it.
struct Scope {
  std::optional<std::string> project = {};
  std::optional<std::string> application = {};  // `project` wins
};

/// A refusal if `scope` names a project of the machine's that is frozen: its machines get nothing of it.
[[nodiscard]] Result<void> check_scope(store::Snapshot& snapshot, const MachineId& machine, const Scope& scope);
/// By project name, then name. What lies in a frozen project is left out.
[[nodiscard]] std::vector<store::GrantedSecret> list_readable(store::Snapshot& snapshot, const MachineId& machine,
                                                              const Scope& scope);

}  // namespace signet::vault
