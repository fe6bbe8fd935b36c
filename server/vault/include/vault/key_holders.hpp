// SPDX-License-Identifier: Apache-2.0
// Who holds a key that works in some place: all of them, whatever their number.
#pragma once

#include "vault/signature_policies.hpp"

#include <functional>

namespace signet::vault {

struct KeyHolder {
  ActorKind kind;
  const std::string& id;
  const std::string& name;
  const Key& key;
};

/// Approved machines: of the vault, in the project, with a grant for the secret. Or the vault's operators.
void for_each_key_holder(store::Snapshot& snapshot, const PolicyPlace& place,
                         const std::function<void(const KeyHolder&)>& use);

}  // namespace signet::vault
