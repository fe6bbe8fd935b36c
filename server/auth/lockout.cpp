// SPDX-License-Identifier: Apache-2.0
#include "auth/lockout.hpp"

#include <algorithm>
#include <tuple>

namespace signet::auth {
namespace {

std::int64_t last_moment(const store::LockoutRow& row) { return std::max(row.failures[1], row.locked_until); }

}  // namespace

Lockout::Lockout(LockoutRules rules, const std::vector<store::LockoutRow>& rows) : rules_(rules) {
  for (const auto& row : rows) {
    table(row.scope).rows.emplace(row.subject, row);
    table(row.scope).is_empty = false;
  }
}

std::optional<std::chrono::seconds> Lockout::locked_for(Scope scope, const std::string& subject, Instant now) const {
  if (table(scope).is_empty) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  const auto& rows = table(scope).rows;
  const auto found = rows.find(subject);
  if (found == rows.end()) return std::nullopt;
  const auto left = std::chrono::milliseconds(found->second.locked_until - to_millis(now));
  if (left.count() <= 0) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(left);
}

bool Lockout::count_failure(Scope scope, const std::string& subject, Instant now) {
  const std::scoped_lock lock(mutex_);
  auto& rows = table(scope).rows;
  if (!rows.contains(subject)) make_room(table(scope));
  table(scope).is_empty = false;
  auto& row = rows.try_emplace(subject, store::LockoutRow{scope, subject}).first->second;
  const auto at = to_millis(now);
  if (row.locked_until > at) return false;

  // The third failure within the window locks and starts afresh; older ones have left the window.
  const auto horizon = at - rules_.window.count();
  std::ranges::replace_if(row.failures, [&](auto failure) { return failure < horizon; }, 0);
  if (row.failures[0] == 0) std::swap(row.failures[0], row.failures[1]);
  const bool third = row.failures[0] != 0 && row.failures[1] != 0;
  if (third) {
    row.failures = {};
    row.locked_until = at + rules_.duration.count();
  } else {
    row.failures[row.failures[0] == 0 ? 0 : 1] = at;
    row.locked_until = 0;
  }
  return third;
}

store::LockoutRow Lockout::row_of(Scope scope, const std::string& subject) const {
  const std::scoped_lock lock(mutex_);
  const auto& rows = table(scope).rows;
  const auto found = rows.find(subject);
  return found == rows.end() ? store::LockoutRow{scope, subject} : found->second;
}

std::vector<store::LockoutRow> Lockout::rows() const {
  std::vector<store::LockoutRow> all;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& table : tables_)
      for (const auto& [subject, row] : table.rows) all.push_back(row);
  }
  std::ranges::sort(all, {}, [](const auto& row) { return std::tie(row.scope, row.subject); });
  return all;
}

void Lockout::clear(Scope scope, const std::string& subject) {
  const std::scoped_lock lock(mutex_);
  table(scope).rows.erase(subject);
}

/// A full table loses a tenth at once, the oldest, so that the search for them is paid for rarely.
void Lockout::make_room(Table& table) {
  auto& rows = table.rows;
  if (rows.size() < rules_.most_rows) return;
  std::vector<std::int64_t> moments;
  moments.reserve(rows.size());
  for (const auto& [subject, row] : rows) moments.push_back(std::max(last_moment(row), row.failures[0]));
  const auto tenth = moments.begin() + static_cast<std::ptrdiff_t>(moments.size() / 10);
  std::ranges::nth_element(moments, tenth);
  std::erase_if(rows, [&](const auto& entry) {
    return std::max(last_moment(entry.second), entry.second.failures[0]) <= *tenth;
  });
}

}  // namespace signet::auth
