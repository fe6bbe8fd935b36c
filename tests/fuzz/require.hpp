// SPDX-License-Identifier: Apache-2.0
// A fuzz target's assertion, on in every kind of build.
#pragma once

#include <cstdlib>

namespace signet::testing {

inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace signet::testing
