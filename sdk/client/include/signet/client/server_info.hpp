// SPDX-License-Identifier: Apache-2.0
// What anybody may ask a server, unsigned.
#pragma once

#include "signet/client/connect_options.hpp"
#include "signet/client/error.hpp"

#include <string>
#include <string_view>

namespace signet::client {

struct ServerVersion {
  std::string version = {};
  std::string installation_id = {};
};

struct ServerHealth {
  bool ready = false;
  std::string status = {};  // "ready", or why not
};

[[nodiscard]] Result<ServerVersion> server_version(std::string_view api_url, const ConnectOptions& options = {});
/// An error only if the server does not answer; not being ready is an answer. Does not try again.
[[nodiscard]] Result<ServerHealth> server_health(std::string_view api_url, const ConnectOptions& options = {});

}  // namespace signet::client
