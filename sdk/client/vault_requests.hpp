// SPDX-License-Identifier: Apache-2.0
// Pieces of which the requests about a vault are made.
#pragma once

#include "signet/schema/json.hpp"
#include "target.hpp"

namespace signet::client {

[[nodiscard]] inline Target in(const std::string& vault_id) { return Target("/v1/admin/vaults") / vault_id; }
[[nodiscard]] inline Json nothing() { return Json::object(); }
[[nodiscard]] inline Json named(std::string_view name) { return {{"name", json_text(name)}}; }

}  // namespace signet::client
