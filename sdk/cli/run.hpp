// SPDX-License-Identifier: Apache-2.0
// From a command line to an exit code.
#pragma once

namespace signet::cli {

[[nodiscard]] int run(int argc, char** argv);

}  // namespace signet::cli
