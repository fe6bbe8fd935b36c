// SPDX-License-Identifier: Apache-2.0
// An access policy on its way in and out: the members of its JSON are named here and nowhere else.
#pragma once

#include "input.hpp"
#include "vault/policies.hpp"

namespace signet::api {

/// The whole policy. An axis that is on must have what it needs; what is given must be right even while it is off.
[[nodiscard]] vault::NewPolicy read_policy(Input& input);
/// CIDR networks or single addresses; nothing if the field is not there.
[[nodiscard]] std::optional<std::vector<std::string>> read_networks(Input& input, std::string_view field);

}  // namespace signet::api
