// SPDX-License-Identifier: Apache-2.0
// Whom a request comes from when proxies may stand between. The one place that reads X-Forwarded-For.
#pragma once

#include "api/message.hpp"

#include <optional>
#include <span>
#include <vector>

namespace signet::net {

[[nodiscard]] bool is_within(const Address& address, std::span<const Network> networks);

/// The peer, unless it is a trusted proxy: then the right-most address of X-Forwarded-For that is not one itself, or
/// the left-most if all are. Null: what a trusted proxy said cannot be read.
[[nodiscard]] std::optional<Address> client_address(const Address& peer, std::span<const Network> trusted_proxies,
                                                    const std::vector<api::Header>& headers);

}  // namespace signet::net
