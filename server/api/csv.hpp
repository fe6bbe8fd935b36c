// SPDX-License-Identifier: Apache-2.0
// Rows of comma-separated values, RFC 4180.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace signet::api {

/// One row with its line end. What a spreadsheet would take for a formula (= + - @ or a tab first) gets an apostrophe
/// in front; what holds a comma, a quote or a line end is quoted.
void append_csv_row(std::string& out, std::span<const std::string_view> cells);

}  // namespace signet::api
