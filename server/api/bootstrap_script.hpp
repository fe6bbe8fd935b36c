// SPDX-License-Identifier: Apache-2.0
// The script that a machine without any client pipes into sh. It is the same for every token, good or not: what a token
// is worth is said only to who registers with it.
#pragma once

#include "api/message.hpp"

#include <string_view>

namespace signet::api {

/// server/api/bootstrap.sh, with @API@, @REGISTER@ and @TOKEN@ in it.
[[nodiscard]] std::string_view bootstrap_text();

/// 64 hex digits in lower case: nothing that a shell could take for something else.
[[nodiscard]] bool is_token(std::string_view text);

/// REQUIRES: is_token(token); `api` is the configured public URL; `register_path` is made of checked parts.
[[nodiscard]] Response script_response(std::string_view api, std::string_view register_path, std::string_view token);
/// 404, as a script that says so on standard error and fails.
[[nodiscard]] Response no_script_response();
/// Whether somebody who pipes the answer into sh could ask for this.
[[nodiscard]] bool is_script_place(std::string_view method, std::string_view path);

}  // namespace signet::api
