// SPDX-License-Identifier: Apache-2.0
// One code point at a time, strictly.
#pragma once

#include <optional>
#include <string_view>

namespace signet {

/// Takes the first code point off `rest`, which must not be empty. Nothing if it is not well-formed UTF-8; `rest` is
/// then unchanged.
[[nodiscard]] std::optional<char32_t> take_code_point(std::string_view& rest);

}  // namespace signet
