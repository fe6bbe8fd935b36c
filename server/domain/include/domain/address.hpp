// SPDX-License-Identifier: Apache-2.0
// Where a request comes from. An IPv4 address inside an IPv6 one is that IPv4 address, everywhere.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet {

class Address {
 public:
  /// A numeric IPv4 or IPv6 address without zone, port or brackets.
  [[nodiscard]] static std::optional<Address> parse(std::string_view text);
  [[nodiscard]] std::string to_string() const;
  [[nodiscard]] bool is_v4() const;
  [[nodiscard]] bool is_loopback() const;
  /// What is counted for lockout: the address itself for IPv4, its /64 for IPv6 (`2001:db8:1:2::/64`).
  [[nodiscard]] std::string lockout_subject() const;
  auto operator<=>(const Address&) const = default;

 private:
  friend class Network;
  std::array<std::uint8_t, 16> bytes_{};  // IPv4 as ::ffff:a.b.c.d
};

/// A CIDR network, or a single address.
class Network {
 public:
  [[nodiscard]] static std::optional<Network> parse(std::string_view text);
  [[nodiscard]] bool contains(const Address& address) const;

 private:
  Address base_;
  unsigned bits_ = 128;
};

/// Whether one of these, each a Network, contains it.
[[nodiscard]] bool is_listed(const std::vector<std::string>& networks, const Address& address);

}  // namespace signet
