// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "signet/crypto/random.hpp"

#include <string>
#include <string_view>

namespace signet::cli {

/// Version 4, lower case.
[[nodiscard]] std::string make_uuid(crypto::Random& random);
/// Exactly what make_uuid makes.
[[nodiscard]] bool is_uuid(std::string_view text);

}  // namespace signet::cli
