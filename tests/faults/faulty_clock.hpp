// SPDX-License-Identifier: Apache-2.0
// Clocks that jump.
#pragma once

#include "faults/faults.hpp"

namespace signet::testing {

/// From now on every clock of this process shows the times of `faults`.
void show_times_of(const Faults& faults);

}  // namespace signet::testing
