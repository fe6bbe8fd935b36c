// SPDX-License-Identifier: Apache-2.0
// The name of our JSON type, for headers that only pass it on.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <nlohmann/json_fwd.hpp>

namespace signet {

/// Every text, member name and node of it is wiped when it is given back.
using Json = nlohmann::basic_json<std::map, std::vector, SecretString, bool, std::int64_t, std::uint64_t, double,
                                  WipingAllocator>;

}  // namespace signet
