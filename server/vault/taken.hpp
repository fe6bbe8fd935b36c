// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vault/work.hpp"

namespace signet::vault {

[[nodiscard]] inline std::unexpected<Error> name_taken(std::string_view what) {
  return std::unexpected(Error{ErrorCode::conflict, "Another " + std::string(what) + " has this name", "name"});
}

}  // namespace signet::vault
