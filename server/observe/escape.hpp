// SPDX-License-Identifier: Apache-2.0
// One message, one line. What could end a line, move a cursor or is no UTF-8 is written out, so that nothing a client
// sends can forge a line or act on a terminal. No byte order mark, no locale.
#pragma once

#include <string>
#include <string_view>

namespace signet::observe {

/// Controls as \n, \t, \r or \u00nn; bytes that are not UTF-8 as \xnn. A backslash stays one.
[[nodiscard]] std::string escape_for_text(std::string_view message);
/// What goes between the quotes of a JSON string (RFC 8259). If the message is not UTF-8, each of its bytes beyond
/// ASCII is the character of that number, since JSON has no bytes.
[[nodiscard]] std::string escape_for_json(std::string_view message);

}  // namespace signet::observe
