// SPDX-License-Identifier: Apache-2.0
// The one table of routes: method, path, who may call, the largest body, the handler.
#pragma once

#include "handler.hpp"

#include <string>
#include <string_view>

namespace signet::api {

/// Who may call. In a vault the order is the order of power.
enum class Need : std::uint8_t { nobody, machine, any_operator, auditor, admin, owner, root, auditor_or_root };

/// Slow ones are decided on threads of their own, after the signature was verified, so that they keep nobody waiting
/// who asks for something quick.
enum class Cost : std::uint8_t { quick, slow };

struct Route {
  std::string_view method;
  std::string_view path;  // a segment in braces is a parameter; {v} is the vault, {i} the installation
  Need need;
  std::size_t body_limit;
  Handler handler;
  Cost cost = Cost::quick;
  bool in_clear = false;      // gives a machine values that whoever ends TLS can read
  bool while_sealed = false;  // also without a root key; all others answer 503 then
};

struct Match {
  const Route* route = nullptr;
  PathParameters parameters = {};
  std::string allow = {};  // the path exists with these methods only: 405
};

/// `path` is the target without its query, never decoded.
[[nodiscard]] Match match_route(std::string_view method, std::string_view path);
[[nodiscard]] std::span<const Route> all_routes();

}  // namespace signet::api
