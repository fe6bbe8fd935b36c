// SPDX-License-Identifier: Apache-2.0
// The process's environment, passed in.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace signet::client {

/// The value of a variable; nothing if it is unset or empty.
using Environment = std::function<std::optional<std::string>(const char* name)>;

[[nodiscard]] Environment process_environment();

}  // namespace signet::client
