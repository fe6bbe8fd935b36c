// SPDX-License-Identifier: Apache-2.0
// The status line of an HTTP answer.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace signet::outgoing {

/// The status of the final answer, after those of 1xx; 0 while it has not come yet; or what is wrong.
[[nodiscard]] std::expected<int, std::string> status_of(std::string_view answer);

}  // namespace signet::outgoing
