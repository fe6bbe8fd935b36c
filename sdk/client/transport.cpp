// SPDX-License-Identifier: Apache-2.0
#include "transport.hpp"

#include <algorithm>

namespace signet::client {

std::optional<std::string_view> WireResponse::find(std::string_view name) const {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  for (const auto& header : headers) {
    if (std::ranges::equal(header.name, name, {}, lower, lower)) return header.value;
  }
  return std::nullopt;
}

}  // namespace signet::client
