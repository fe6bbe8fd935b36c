// SPDX-License-Identifier: Apache-2.0
// Times as people write and read them, always UTC.
#pragma once

#include "signet/client/admin_types.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace signet::cli {

/// "2026-11-21 06:59:15".
[[nodiscard]] std::string show_time(client::Time time);
/// "2026-11-21", "2026-11-21T06:59:15Z", or so long before `now`: "90s", "30m", "24h", "7d".
[[nodiscard]] std::optional<client::Time> parse_time(std::string_view text, client::Time now);

/// "90s", "30m", "24h", "7d".
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

inline constexpr std::string_view kTimeRule = "2026-11-21, 2026-11-21T06:59:15Z, or so long ago: 90s, 30m, 24h, 7d";

}  // namespace signet::cli
