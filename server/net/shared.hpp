// SPDX-License-Identifier: Apache-2.0
// What all I/O threads of a server share. Each part guards itself.
#pragma once

#include "body_budget.hpp"
#include "connection_limit.hpp"
#include "net/listener_options.hpp"
#include "tls_context.hpp"

#include <utility>

namespace signet::net {

struct Shared {
  explicit Shared(ListenerOptions given)
      : options(std::move(given)),
        bodies(options.limits.bodies_in_flight),
        connections(options.limits.connections, options.limits.connections_per_address) {}

  const ListenerOptions options;
  BodyBudget bodies;
  ConnectionLimit connections;
  ConnectionLimit turned_away{256, 16};  // those that are being told that there is no room; more are cut off
  CurrentTls tls;
};

}  // namespace signet::net
