// SPDX-License-Identifier: Apache-2.0
// The real transport: HTTP/1.1 over TCP, with TLS or to this very machine.
#pragma once

#include "signet/client/api_url.hpp"
#include "signet/client/connect_options.hpp"
#include "signet/client/environment.hpp"
#include "transport.hpp"

#include <cstddef>
#include <memory>

namespace signet::client {

// Of the header fields with the empty line behind them; the status line has the same limit for itself.
inline constexpr std::size_t kMaxAnswerHeader = 64 * 1'024;
inline constexpr std::size_t kMaxAnswerBody = 24 * 1'024 * 1'024;

/// Does not connect yet. Error: tls if there are no authorities to trust.
[[nodiscard]] Result<std::unique_ptr<Transport>> make_beast_transport(
    const ApiUrl& url, const ConnectOptions& options, const Environment& environment = process_environment());

}  // namespace signet::client
