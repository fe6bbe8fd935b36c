// SPDX-License-Identifier: Apache-2.0
#include "outgoing/public_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace signet::outgoing {
namespace {

// The registries of special-purpose addresses, RFC 6890 and after. IPv4-mapped addresses are IPv4 here already.
constexpr std::array<std::string_view, 16> kNotPublicV4{
    "0.0.0.0/8",       "10.0.0.0/8",     "100.64.0.0/10",   "127.0.0.0/8",    "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24",    "192.0.2.0/24",   "192.31.196.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",     "240.0.0.0/4"};
// Only 2000::/3 is given out at all; of it, what is for documentation, tunnels and protocols.
constexpr std::string_view kGlobalV6 = "2000::/3";
constexpr std::array<std::string_view, 4> kNotPublicV6{"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};

bool lies_in(const auto& networks, const Address& address) {
  return std::ranges::any_of(networks,
                             [&](std::string_view text) { return Network::parse(text)->contains(address); });
}

/// An ISATAP address ends in 5efe and an IPv4 address, under any prefix.
bool is_isatap(const Address& address) {
  std::array<std::uint8_t, 16> bytes{};
  if (inet_pton(AF_INET6, address.to_string().c_str(), bytes.data()) != 1) return false;
  return (bytes[8] & ~0x02) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe;
}

}  // namespace

bool is_public(const Address& address) {
  if (address.is_v4()) return !lies_in(kNotPublicV4, address);
  return Network::parse(kGlobalV6)->contains(address) && !lies_in(kNotPublicV6, address) &&
         !is_isatap(address);
}

}  // namespace signet::outgoing
