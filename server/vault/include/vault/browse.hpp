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

/// By project name, then name.
[[nodiscard]] std::vector<store::GrantedSecret> list_readable(store::Snapshot& snapshot, const MachineId& machine,
                                                              const Scope& scope);

}  // namespace signet::vault
