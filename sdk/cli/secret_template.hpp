// SPDX-License-Identifier: Apache-2.0
// Texts with places for secrets: {{NAME}}, where NAME is what the variable would be called and spaces around it do not
// count. {{{{ stands for {{. Nothing else means anything.
#pragma once

#include "variables.hpp"

#include <span>
#include <string_view>

namespace signet::cli {

/// `where` names the text in errors (local: an unknown name, or a place that is not one, with its line).
[[nodiscard]] Result<SecretBytes> fill_template(std::string_view text, std::span<const Variable> variables,
                                                std::string_view where);

}  // namespace signet::cli
