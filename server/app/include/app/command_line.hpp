// SPDX-License-Identifier: Apache-2.0
// The command line of signetd, without a process around it.
#pragma once

#include "app/exit_code.hpp"
#include "app/settings.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace signet::app {

/// `arguments` without the program's name. Answers go to `out`, what is wrong to `err`; the log of `serve` goes to
/// standard error itself.
[[nodiscard]] ExitCode run(const std::vector<std::string>& arguments, const Environment& environment, std::ostream& out,
                           std::ostream& err);

}  // namespace signet::app
