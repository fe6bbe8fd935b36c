// SPDX-License-Identifier: Apache-2.0
// Which addresses belong to the public internet.
#pragma once

#include "domain/address.hpp"

namespace signet::outgoing {

/// False for loopback, private, link-local, shared (CGNAT), unique local, multicast, documentation, benchmarking,
/// unspecified and reserved ones, and for IPv6 addresses that carry an IPv4 one (compatible, translated, 6to4, NAT64,
/// Teredo, ISATAP). One that is mapped is the IPv4 address that it carries.
[[nodiscard]] bool is_public(const Address& address);

}  // namespace signet::outgoing
