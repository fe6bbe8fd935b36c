// SPDX-License-Identifier: Apache-2.0
// An installation that `signetd init` made in a folder of the test's own, and the command line as a function.
#pragma once

#include "app/command_line.hpp"
#include "temporary_folder.hpp"

#include <sstream>
#include <string>
#include <vector>

namespace signet::app::testing {

struct Ended {
  ExitCode code;
  std::string out;
  std::string err;
};

inline Ended command(const std::vector<std::string>& arguments, const Environment& environment = {}) {
  std::ostringstream out;
  std::ostringstream err;
  const auto code = run(arguments, environment, out, err);
  return {code, out.str(), err.str()};
}

struct Installed {
  TemporaryFolder folder;

  [[nodiscard]] std::filesystem::path database() const { return folder / "data/signet.db"; }
  /// The command with the flags that lead to this installation.
  [[nodiscard]] Ended run(std::vector<std::string> arguments) const {
    for (const auto* flag : {"--data-dir", "data", "--root-key-file", "root.key"})
      arguments.push_back(flag[0] == '-' ? flag : (folder / flag).string());
    return command(arguments);
  }
  [[nodiscard]] Ended init() const { return run({"init", "--json", "--operator-dir", (folder / "operator").string()}); }
};

}  // namespace signet::app::testing
