// SPDX-License-Identifier: Apache-2.0
#include "auth/refusals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <vector>

namespace signet::auth {
namespace {

constexpr std::uint32_t kRecordsASecond = 100;
constexpr std::size_t kTopAddresses = 5;
constexpr std::size_t kMostAddresses = 10'000;  // of one second; the rest count under "others"

std::vector<std::pair<std::string, std::uint64_t>> most_frequent(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::ranges::sort(sorted, [](const auto& a, const auto& b) {
    return std::tie(b.second, a.first) < std::tie(a.second, b.first);  // the names in order where counts are the same
  });
  if (sorted.size() > kTopAddresses) sorted.resize(kTopAddresses);
  return sorted;
}

}  // namespace

bool Refusals::has_room(Instant now) {
  if (const auto second = to_unix_seconds(now); second != second_) {
    second_ = second;
    recorded_ = 0;
    uncounted_from_.clear();
  }
  return recorded_ < kRecordsASecond;
}

bool Refusals::may_record(Instant now) {
  const std::scoped_lock lock(mutex_);
  if (!has_room(now)) return false;
  ++recorded_;
  return true;
}

bool Refusals::may_record_uncounted(Instant now, const std::string& address) {
  const std::scoped_lock lock(mutex_);
  if (!has_room(now) || !uncounted_from_.insert(address).second) return false;
  ++recorded_;
  return true;
}

void Refusals::summarise(const std::string& reason, const std::string& address) {
  const std::scoped_lock lock(mutex_);
  ++by_reason_[reason];
  count_address(address, 1);
}

void Refusals::count_address(const std::string& address, std::uint64_t count) {
  const bool room = by_address_.size() < kMostAddresses || by_address_.contains(address);
  by_address_[room ? address : "others"] += count;
}

std::optional<Refusals::Summary> Refusals::drain(const std::string& installation) {
  Summary summary{.event = {.action = Action::auth_refusals, .log = installation}, .by_reason = {}, .by_address = {}};
  {
    const std::scoped_lock lock(mutex_);
    summary.by_reason.swap(by_reason_);
    summary.by_address.swap(by_address_);
  }
  if (summary.by_reason.empty()) return std::nullopt;
  auto& detail = summary.event.detail;
  for (const auto& [reason, count] : summary.by_reason)
    detail += fmt::format("{}{}: {}", detail.empty() ? "" : ", ", reason, count);
  detail += "; most from";
  for (const auto& [address, count] : most_frequent(summary.by_address))
    detail += fmt::format(" {} ({})", address, count);
  return summary;
}

void Refusals::restore(const Summary& summary) {
  const std::scoped_lock lock(mutex_);
  for (const auto& [reason, count] : summary.by_reason) by_reason_[reason] += count;
  for (const auto& [address, count] : summary.by_address) count_address(address, count);
}

}  // namespace signet::auth
