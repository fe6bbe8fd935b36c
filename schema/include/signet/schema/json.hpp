// SPDX-License-Identifier: Apache-2.0
// JSON in which a value may be a secret: the tree is wiped, and the way in is strict. Texts in it are SecretString, so
// read them with text_of and write them with json_text; a std::string would be a copy that nobody wipes.
#pragma once

#include "signet/schema/json_fwd.hpp"

#include <nlohmann/json.hpp>

#include <expected>
#include <string>
#include <string_view>

namespace signet {

/// One object and nothing behind it. Refuses what is not UTF-8 or not JSON, comments, a byte order mark, a member name
/// that occurs twice in one object, and nesting beyond limits::kMaxJsonDepth. The error is a sentence that never quotes
/// the input.
[[nodiscard]] std::expected<Json, std::string> parse_json_object(ByteView text);

/// Null if there is none.
[[nodiscard]] const Json* find_member(const Json& object, std::string_view name);
/// Null if there is none or it is not a text.
[[nodiscard]] const SecretString* find_text(const Json& object, std::string_view name);

/// REQUIRES: value.is_string(). Lives as long as the value.
[[nodiscard]] std::string_view text_of(const Json& value);
[[nodiscard]] Json json_text(std::string_view text);

/// Compact, member names in byte order. Both throw if a text is not UTF-8.
[[nodiscard]] std::string to_public_text(const Json& value);
[[nodiscard]] SecretBytes to_secret_text(const Json& value);

}  // namespace signet
