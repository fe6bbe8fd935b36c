// SPDX-License-Identifier: Apache-2.0
// What a command is: a row of the table in commands.cpp.
#pragma once

#include "signet/client/error.hpp"

#include <functional>
#include <span>
#include <string_view>

namespace CLI {
class App;
}

namespace signet::cli {

class Session;
using client::Result;

/// Does the work, once everything is parsed.
using Action = std::function<Result<void>(Session&)>;

struct Command {
  std::string_view path;     // "admin vault list"
  std::string_view summary;  // one line
  /// Adds the arguments and gives the action that will read them.
  Action (*define)(CLI::App& command);
};

struct Group {
  std::string_view path;
  std::string_view summary;
};

[[nodiscard]] std::span<const Command> all_commands();
[[nodiscard]] std::span<const Group> all_groups();

}  // namespace signet::cli
