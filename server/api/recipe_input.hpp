// SPDX-License-Identifier: Apache-2.0
// `length`, `charset` and `fields`: how a value is to be generated.
#pragma once

#include "input.hpp"
#include "vault/rotations.hpp"

namespace signet::api {

/// What is not said has its default.
[[nodiscard]] Recipe read_recipe(Input& input);

/// The recipe in the object `generate`, if there is one.
[[nodiscard]] std::optional<Recipe> optional_recipe(Input& input);

}  // namespace signet::api
