// SPDX-License-Identifier: Apache-2.0
#include "sqlite/visits.hpp"

#include <algorithm>

namespace signet::store {

void Visits::note(const std::vector<Visit>& visits) {
  const std::lock_guard lock(mutex_);
  for (const auto& [identity, seen] : visits) unwritten_.insert_or_assign(identity, seen);
}

void Visits::forget(const std::string& identity) {
  const std::lock_guard lock(mutex_);
  unwritten_.erase(identity);
}

std::optional<LastSeen> Visits::find(const std::string& identity) const {
  const std::lock_guard lock(mutex_);
  const auto found = unwritten_.find(identity);
  if (found == unwritten_.end()) return std::nullopt;
  return found->second;
}

std::vector<Visits::Visit> Visits::next(std::size_t most) {
  const std::lock_guard lock(mutex_);
  std::vector<Visit> visits;
  auto at = unwritten_.upper_bound(position_);
  while (visits.size() < std::min(most, unwritten_.size())) {
    if (at == unwritten_.end()) at = unwritten_.begin();
    visits.push_back(*at++);
  }
  if (!visits.empty()) position_ = visits.back().first;
  return visits;
}

void Visits::written(const std::vector<Visit>& visits) {
  const std::lock_guard lock(mutex_);
  for (const auto& [identity, seen] : visits) {
    const auto found = unwritten_.find(identity);
    if (found != unwritten_.end() && found->second.at == seen.at && found->second.address == seen.address)
      unwritten_.erase(found);
  }
}

}  // namespace signet::store
