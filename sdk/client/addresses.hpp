// SPDX-License-Identifier: Apache-2.0
// The addresses of a server, looked up without ever waiting longer than the caller can.
#pragma once

#include "signet/client/api_url.hpp"
#include "signet/client/error.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace signet::client {

/// Numeric, in the order to try them. "localhost" is 127.0.0.1 and ::1 whatever a resolver thinks, so that plain http
/// cannot leave this machine. Error: network.
[[nodiscard]] Result<std::vector<std::string>> addresses_of(const ApiUrl& url,
                                                            std::chrono::steady_clock::time_point deadline);

}  // namespace signet::client
