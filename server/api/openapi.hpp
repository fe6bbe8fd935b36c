// SPDX-License-Identifier: Apache-2.0
// schema/openapi.yaml, built in.
#pragma once

#include <string_view>

namespace signet::api {

[[nodiscard]] std::string_view openapi_text();

}  // namespace signet::api
