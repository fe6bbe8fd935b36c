// SPDX-License-Identifier: Apache-2.0
// How far something long has come, on one line of a terminal.
#pragma once

#include "store/backup.hpp"

#include <iosfwd>

namespace signet::app {

/// Writes the share that is done, each time it is another whole one, and clears the line at the end.
[[nodiscard]] store::Progress progress_line(std::ostream& terminal);

/// The same if `err` is this process's standard error and a terminal; else nothing is written.
[[nodiscard]] store::Progress show_progress(std::ostream& err);

}  // namespace signet::app
