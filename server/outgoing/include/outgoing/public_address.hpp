// SPDX-License-Identifier: Apache-2.0
// Which addresses belong to the public internet.
#pragma once

#include "domain/address.hpp"

namespace signet::outgoing {

/// False for loopback, private, link-local, shared (CGNAT), unique local, multicast, documentation, benchmarking,
/// unspecified and reserved ones, and for IPv6 addresses that carry an IPv4 one (6to4, NAT64, Teredo).
[[nodiscard]] bool is_public(const Address& address);

}  // namespace signet::outgoing
