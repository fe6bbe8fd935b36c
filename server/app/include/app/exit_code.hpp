// SPDX-License-Identifier: Apache-2.0
// How signetd ends: the one table of exit codes, which --help prints, and the failure that leads to one. A failure is a
// sentence for whoever runs the server: what is wrong, where, and what to do.
#pragma once

#include <array>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace signet::app {

enum class ExitCode : int { done = 0, usage = 1, data = 2, outcome_unknown = 3, machine = 4 };

inline constexpr std::array<std::pair<ExitCode, std::string_view>, 5> kExitCodes{{
    {ExitCode::done, "done"},
    {ExitCode::usage, "the command line or a setting is wrong; nothing was done"},
    {ExitCode::data,
     "the data folder or a key file: missing, in the way, in use, damaged, full, another version or key"},
    {ExitCode::outcome_unknown,
     "nobody can know whether the last commit is on disk; if serve ended with it, start it again"},
    {ExitCode::machine, "the machine: a port that is taken, a failed self-test, no memory"},
}};

struct Failure {
  ExitCode code;
  std::string message;
};

template <class T>
using Result = std::expected<T, Failure>;

[[nodiscard]] inline std::unexpected<Failure> fail(ExitCode code, std::string message) {
  return std::unexpected(Failure{code, std::move(message)});
}

}  // namespace signet::app
