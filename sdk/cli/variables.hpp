// SPDX-License-Identifier: Apache-2.0
// Under which names the values of secrets are handed out: those of environment variables, everywhere.
#pragma once

#include "failure.hpp"
#include "signet/client/secrets.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signet::cli {

struct Variable {
  std::string name;
  std::string origin;  // for messages: which secret, which field
  SecretBytes value;
};

/// Upper case, runs of anything but A-Z and 0-9 as one "_", none at the ends: "db password" is DB_PASSWORD.
[[nodiscard]] std::string variable_name(std::string_view name);

/// What a program or its loader, shell or interpreter obeys, so that whoever names a secret could run code there.
[[nodiscard]] bool is_obeyed(std::string_view variable);

enum class Collisions : std::uint8_t { refuse, last_wins };

/// One for a single value, NAME_FIELD for each field of a structured one. Error: local, naming the secrets whose names
/// are none, or come out the same.
[[nodiscard]] Result<std::vector<Variable>> variables_of(std::span<const client::ExportedSecret> secrets,
                                                         Collisions collisions);

/// For an environment: no obeyed names but the allowed, no NUL in values.
[[nodiscard]] Result<void> check_for_environment(std::span<const Variable> variables,
                                                 std::span<const std::string> allowed);

}  // namespace signet::cli
