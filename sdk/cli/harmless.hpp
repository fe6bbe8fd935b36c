// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "failure.hpp"

#include <string_view>

namespace signet::cli {

/// Refuses what means something to a server: whoever got a signature over it could send a request, or register the key
/// somewhere.
[[nodiscard]] Result<void> check_harmless(std::string_view message);

}  // namespace signet::cli
