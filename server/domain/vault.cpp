// SPDX-License-Identifier: Apache-2.0
#include "domain/vault.hpp"

namespace signet {

bool Vault::lets_in(const Address& address) const { return !allow_list_enabled || is_listed(allow_list, address); }

}  // namespace signet
