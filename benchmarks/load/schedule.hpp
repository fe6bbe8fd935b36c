// SPDX-License-Identifier: Apache-2.0
// When the requests of an open loop are meant to leave, whatever the server does meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace signet::load {

enum class Arrivals : std::uint8_t {
  even,    // one every 1/rate seconds
  random,  // as independent clients would send them: exponential gaps, the same in every run
};

/// Nanoseconds from the start, ascending. REQUIRES: rate > 0 (a second).
[[nodiscard]] std::vector<std::int64_t> schedule(double rate, std::size_t count, Arrivals arrivals);

}  // namespace signet::load
