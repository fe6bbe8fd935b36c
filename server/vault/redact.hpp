// SPDX-License-Identifier: Apache-2.0
// Takes a secret out of a text that somebody else wrote.
#pragma once

#include <string>
#include <string_view>

namespace signet::vault {

/// Puts *** in the place of every `secret`: as it is, percent-encoded, escaped as in JSON, with its quotes doubled as
/// in SQL, or in part the one and in part the other. REQUIRES: `secret` is not empty.
void redact(std::string& text, std::string_view secret);

}  // namespace signet::vault
