// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace signet::client {

/// UTC in milliseconds.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

}  // namespace signet::client
