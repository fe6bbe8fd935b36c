// SPDX-License-Identifier: Apache-2.0
// Where a server is: `https://host[:port]`, or plain `http://` to this very machine. No path, no trailing slash, so
// that the signed target and the one on the wire cannot differ.
#pragma once

#include "signet/client/error.hpp"

#include <string>
#include <string_view>

namespace signet::client {

struct ApiUrl {
  bool tls = true;
  std::string host = {};       // without brackets, as written
  std::string port = {};       // "443" or "80" if none was written
  std::string authority = {};  // what the Host header says
  std::string text = {};       // the whole
  /// `localhost`, `127.0.0.1` or `::1`; such a server is never looked up by name.
  bool loopback = false;
};

/// http is for `localhost`, `127.0.0.1` and `[::1]` only.
[[nodiscard]] Result<ApiUrl> parse_api_url(std::string_view text);

}  // namespace signet::client
