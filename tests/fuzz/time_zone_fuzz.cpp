// SPDX-License-Identifier: Apache-2.0
// Whatever a file of zoneinfo holds, it is refused, or gives an offset of less than 26 hours for every time.
#include "domain/time_zone.hpp"
#include "fuzz/require.hpp"

#include <limits>

using signet::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const signet::ByteView bytes(data, size);
  (void)signet::is_time_zone_name(signet::as_text(bytes));
  using Limits = std::numeric_limits<std::int64_t>;
  const auto zone = signet::TimeZone::parse(bytes);
  const auto rule = signet::PosixZone::parse(signet::as_text(bytes));
  for (const std::int64_t at : {Limits::min(), std::int64_t{-1'000'000'000'000}, std::int64_t{-1}, std::int64_t{0},
                                std::int64_t{1'790'000'000}, std::int64_t{4'000'000'000}, Limits::max()}) {
    const std::chrono::sys_seconds when{std::chrono::seconds(at)};
    if (zone) require(std::chrono::abs(zone->offset_at(when)) <= std::chrono::hours(26));
    if (rule) require(std::chrono::abs(rule->offset_at(when)) <= std::chrono::hours(26));
  }
  return 0;
}
