// SPDX-License-Identifier: Apache-2.0
#include "domain/policy.hpp"

#include <algorithm>

namespace signet {
namespace {

using namespace std::chrono;

bool is_open(const TimeWindow& window, Instant now, TimeZones& zones) {
  const auto zone = zones.find(window.zone);
  if (!zone) return false;  // it was there when the policy was made: whoever took it away closed the window
  const auto at = floor<seconds>(now);
  const auto local = at + zone->offset_at(at);
  const auto midnight = floor<days>(local);
  const auto minute = floor<minutes>(local - midnight);
  const auto begins_on = [&](sys_days day) { return (window.days >> (weekday(day).iso_encoding() - 1) & 1) != 0; };
  if (window.start < window.end) return window.start <= minute && minute < window.end && begins_on(midnight);
  if (minute >= window.start) return begins_on(midnight);
  return minute < window.end && begins_on(midnight - days(1));
}

}  // namespace

PolicyCounts PolicyCounts::at(Instant now) const {
  auto counts = *this;
  if (const auto this_minute = floor<minutes>(now).time_since_epoch().count(); this_minute > minute)
    counts.minute = this_minute, counts.in_minute = 0;
  if (const auto today = std::int64_t{floor<days>(now).time_since_epoch().count()}; today > day)
    counts.day = today, counts.in_day = 0;
  return counts;
}

PolicyCounts PolicyCounts::with_one_more() const {
  auto counts = *this;
  ++counts.in_minute, ++counts.in_day, ++counts.reads, ++counts.since_rotation;
  return counts;
}

std::optional<PolicyDenial> check_policy(const PolicyRules& rules, const PolicyAttempt& attempt, TimeZones& zones) {
  const auto& counts = attempt.counts;
  if (rules.expires_at && attempt.now >= *rules.expires_at) return PolicyDenial{"expired", ErrorCode::forbidden};
  if (rules.ip_allowlist_enabled && !is_listed(rules.networks, attempt.address))
    return PolicyDenial{"address", ErrorCode::forbidden};
  if (rules.sealed_enabled && !attempt.sealed) return PolicyDenial{"sealed", ErrorCode::forbidden};
  if (rules.time_window_enabled && !is_open(*rules.time_window, attempt.now, zones))
    return PolicyDenial{"time window", ErrorCode::forbidden};
  if (rules.max_reads && counts.reads >= *rules.max_reads) return PolicyDenial{"read limit", ErrorCode::forbidden};
  if (rules.rate_cap_enabled && rules.max_reads_per_minute && counts.in_minute >= *rules.max_reads_per_minute)
    return PolicyDenial{"reads per minute", ErrorCode::rate_limited, Instant(std::chrono::minutes(counts.minute + 1))};
  if (rules.rate_cap_enabled && rules.max_reads_per_day && counts.in_day >= *rules.max_reads_per_day)
    return PolicyDenial{"reads per day", ErrorCode::rate_limited, Instant(days(counts.day + 1))};
  // Last: an attempt that fails for another reason must not look as if it had used the signature.
  if (rules.co_sign_enabled && (attempt.is_co_signer || !attempt.co_signed))
    return PolicyDenial{"co-sign", ErrorCode::forbidden};
  return std::nullopt;
}

}  // namespace signet
