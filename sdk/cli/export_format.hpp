// SPDX-License-Identifier: Apache-2.0
// Values as text for other programs.
#pragma once

#include "variables.hpp"

#include <span>
#include <string_view>

namespace signet::cli {

/// Lines `export NAME='...'`, safe for a POSIX shell's eval. Error: local, for a name that no shell takes.
[[nodiscard]] Result<SecretBytes> to_shell(std::span<const Variable> variables);
/// Lines `NAME='...'`; with single quotes, backslashes or carriage returns inside `NAME="..."`, where \ " $ ` and line
/// ends are escaped.
[[nodiscard]] SecretBytes to_dotenv(std::span<const Variable> variables);
[[nodiscard]] SecretBytes to_json_object(std::span<const Variable> variables);
/// One mapping, names and values in double quotes.
[[nodiscard]] SecretBytes to_yaml(std::span<const Variable> variables);

}  // namespace signet::cli
