// SPDX-License-Identifier: Apache-2.0
// What an answer means: its error, or its JSON.
#pragma once

#include "signet/client/error.hpp"
#include "signet/schema/json.hpp"
#include "transport.hpp"

#include <string_view>

namespace signet::client {

/// Of an answer that is not a success. `what` is the request, `who` signed it (empty: nobody), for the message.
[[nodiscard]] Error error_of(const WireResponse& response, std::string_view what, std::string_view who);

/// The whole seconds of Retry-After; its date form counts as absent.
[[nodiscard]] std::optional<std::chrono::seconds> retry_after(const WireResponse& response);

/// The object that the body is. Error: server.
[[nodiscard]] Result<Json> body_object(const WireResponse& response, std::string_view what);

}  // namespace signet::client
