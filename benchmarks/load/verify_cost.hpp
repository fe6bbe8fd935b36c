// SPDX-License-Identifier: Apache-2.0
// The price that nothing can lower: verifying the signatures of a run, and nothing else, with keys that are parsed.
#pragma once

#include "signing.hpp"

#include <span>

namespace signet::load {

/// Microseconds of this thread's CPU for one. 0 without samples. Throws std::runtime_error if one is not good.
[[nodiscard]] double verify_cost_us(std::span<const Verification> samples);

}  // namespace signet::load
