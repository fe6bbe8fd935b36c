// SPDX-License-Identifier: Apache-2.0
// What the exit code of the program means. One table, which --help prints.
#pragma once

#include "signet/client/error.hpp"

#include <string>

namespace signet::cli {

/// Of a command line that makes no sense.
inline constexpr int kUsage = 1;

[[nodiscard]] int exit_code_of(const client::Error& error);
[[nodiscard]] std::string exit_code_help();

}  // namespace signet::cli
