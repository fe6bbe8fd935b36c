// SPDX-License-Identifier: Apache-2.0
#include "domain/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace signet {
namespace {

constexpr std::array<std::uint8_t, 12> kV4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::string v6_text(const std::array<std::uint8_t, 16>& bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  return text.data();
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  const std::string z(text);
  if (z.size() != std::strlen(z.c_str())) return std::nullopt;
  Address address;
  if (inet_pton(AF_INET6, z.c_str(), address.bytes_.data()) == 1) return address;
  std::ranges::copy(kV4Prefix, address.bytes_.begin());
  if (inet_pton(AF_INET, z.c_str(), address.bytes_.data() + kV4Prefix.size()) == 1) return address;
  return std::nullopt;
}

bool Address::is_v4() const { return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes_.begin()); }

std::string Address::to_string() const {
  if (!is_v4()) return v6_text(bytes_);
  // Not inet_ntop, which goes through sprintf: every request's address is written out several times.
  std::array<char, INET_ADDRSTRLEN> text{};
  auto* end = text.data();
  for (std::size_t i = kV4Prefix.size(); i < bytes_.size(); ++i) {
    if (i != kV4Prefix.size()) *end++ = '.';
    end = std::to_chars(end, text.data() + text.size(), bytes_[i]).ptr;
  }
  return {text.data(), end};
}

bool Address::is_loopback() const {
  if (is_v4()) return bytes_[12] == 127;
  return std::all_of(bytes_.begin(), bytes_.end() - 1, [](auto b) { return b == 0; }) && bytes_[15] == 1;
}

std::string Address::lockout_subject() const {
  if (is_v4()) return to_string();
  auto network = bytes_;
  std::fill(network.begin() + 8, network.end(), std::uint8_t{0});
  return v6_text(network) + "/64";
}

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto base = Address::parse(text.substr(0, slash));
  if (!base) return std::nullopt;
  Network network;
  network.base_ = *base;
  if (slash == std::string_view::npos) return network;
  const auto digits = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  const unsigned most = base->is_v4() ? 32 : 128;
  if (error != std::errc{} || end != digits.data() + digits.size() || bits > most) return std::nullopt;
  network.bits_ = base->is_v4() ? 96 + bits : bits;
  return network;
}

bool Network::contains(const Address& address) const {
  for (unsigned bit = 0; bit < bits_; ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80 >> (bit % 8));
    if ((base_.bytes_[bit / 8] ^ address.bytes_[bit / 8]) & mask) return false;
  }
  return true;
}

bool is_listed(const std::vector<std::string>& networks, const Address& address) {
  return std::ranges::any_of(networks, [&](const std::string& text) {
    const auto network = Network::parse(text);
    return network && network->contains(address);
  });
}

}  // namespace signet
