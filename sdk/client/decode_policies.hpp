// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decode.hpp"
#include "signet/client/policy_types.hpp"

namespace signet::client {

[[nodiscard]] Policy read_policy(ObjectReader& object);
[[nodiscard]] PolicyBinding read_policy_binding(ObjectReader& object);

}  // namespace signet::client
