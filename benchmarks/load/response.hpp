// SPDX-License-Identifier: Apache-2.0
// As much of HTTP as tells where an answer ends and what its status is.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace signet::load {

struct Response {
  int status;
  std::size_t size;  // head and body
};

/// Nothing while it is not whole. Throws std::runtime_error on what this cannot read: another protocol, no
/// Content-Length.
[[nodiscard]] std::optional<Response> find_response(std::string_view input);

}  // namespace signet::load
