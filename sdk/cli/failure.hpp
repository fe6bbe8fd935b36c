// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "signet/client/error.hpp"

#include <string>
#include <utility>

namespace signet::cli {

using client::Result;

/// What is wrong on this machine or with what the user said.
[[nodiscard]] inline std::unexpected<client::Error> fail(std::string message) {
  return std::unexpected(client::Error{.kind = client::ErrorKind::local, .message = std::move(message)});
}

}  // namespace signet::cli
