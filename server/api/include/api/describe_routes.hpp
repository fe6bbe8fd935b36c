// SPDX-License-Identifier: Apache-2.0
// The table of routes as text, for people and for the test that compares it with the OpenAPI document.
#pragma once

#include <string>

namespace signet::api {

/// A line each, in the order of the table: method, path and who may call, separated by tabs.
[[nodiscard]] std::string describe_routes();

}  // namespace signet::api
