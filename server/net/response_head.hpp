// SPDX-License-Identifier: Apache-2.0
// The bytes in front of an answer's body.
#pragma once

#include "api/message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signet::net {

/// An IMF-fixdate: `Sat, 21 Nov 2026 06:14:09 GMT`.
[[nodiscard]] std::string http_date(std::int64_t unix_seconds);

/// How the client finds the end of the body.
enum class Framing : std::uint8_t { length, chunked, until_closed };

/// `keep_alive` is how long the connection may idle; null closes it. Throws std::invalid_argument for a header that
/// would not stay on its line.
[[nodiscard]] std::string response_head(const api::Response& response, std::string_view date,
                                        std::optional<std::chrono::seconds> keep_alive,
                                        Framing framing = Framing::length);

inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace signet::net
