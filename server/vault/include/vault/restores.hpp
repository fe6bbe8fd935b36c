// SPDX-License-Identifier: Apache-2.0
// What follows a restore: who was held is let in again once root has looked.
#pragma once

#include "vault/work.hpp"

#include <string>
#include <vector>

namespace signet::vault {

inline constexpr std::size_t kMostReleased = 500;  // at once

/// All of them or, if one is not held, none.
[[nodiscard]] Result<void> release_held(Work& work, const std::vector<std::string>& ids);

}  // namespace signet::vault
