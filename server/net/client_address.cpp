// SPDX-License-Identifier: Apache-2.0
#include "client_address.hpp"

#include <strings.h>

#include <algorithm>
#include <ranges>
#include <string_view>

namespace signet::net {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_forwarded_for(const api::Header& header) { return strcasecmp(header.name.c_str(), "X-Forwarded-For") == 0; }

}  // namespace

bool is_within(const Address& address, std::span<const Network> networks) {
  return std::ranges::any_of(networks, [&](const Network& network) { return network.contains(address); });
}

std::optional<Address> client_address(const Address& peer, std::span<const Network> trusted_proxies,
                                      const std::vector<api::Header>& headers) {
  auto client = peer;
  if (!is_within(peer, trusted_proxies)) return client;
  // Several headers are one list, in their order. Each proxy added the address of its own peer at the right end.
  for (const auto& header : headers | std::views::reverse | std::views::filter(is_forwarded_for)) {
    std::string_view rest = header.value;
    while (true) {
      const auto comma = rest.rfind(',');
      const auto address = Address::parse(trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1)));
      if (!address) return std::nullopt;
      client = *address;
      if (!is_within(client, trusted_proxies)) return client;
      if (comma == std::string_view::npos) break;
      rest = rest.substr(0, comma);
    }
  }
  return client;
}

}  // namespace signet::net
