// SPDX-License-Identifier: Apache-2.0
// The Date header: IMF-fixdate of RFC 9110, the only form that may be sent, and how we show a time to people.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace signet::client {

/// "Sun, 06 Nov 1994 08:49:37 GMT". The day of the week is not checked.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);
/// "2026-11-21 06:59:15 UTC".
[[nodiscard]] std::string show_time(std::chrono::sys_seconds time);

}  // namespace signet::client
