// SPDX-License-Identifier: Apache-2.0
// The shortest way to return an error that no answer of a server caused.
#pragma once

#include "signet/client/error.hpp"

#include <string>
#include <utility>

namespace signet::client {

[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return std::unexpected(Error{.kind = kind, .message = std::move(message)});
}

}  // namespace signet::client
