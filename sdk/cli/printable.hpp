// SPDX-License-Identifier: Apache-2.0
// Text of others on our terminal: what could move the cursor, turn the writing around or hide is shown as what it is.
#pragma once

#include <string>
#include <string_view>

namespace signet::cli {

/// Control, bidi, zero-width and other invisible characters as \u{202e}, bytes that are not UTF-8 as \xff.
[[nodiscard]] std::string printable(std::string_view text);
/// The same, but lines and tabs stay: for values of several lines.
[[nodiscard]] std::string printable_lines(std::string_view text);
/// How many columns it takes, roughly: characters.
[[nodiscard]] std::size_t width_of(std::string_view text);

}  // namespace signet::cli
