// SPDX-License-Identifier: Apache-2.0
// The audit log, newest first. It has no index but its order, so that appending stays cheap; a query walks a bounded
// stretch of it and says where to go on.
#include "sqlite/query.hpp"
#include "sqlite/snapshot.hpp"

#include <algorithm>
#include <limits>

namespace signet::store {
namespace {

constexpr std::size_t kLookedAt = 5'000;

constexpr auto kListAudit =
    sql("SELECT seq, at, action, machine_id, secret_id, address, record FROM audit WHERE log = ?1 AND seq < ?2 "
        "ORDER BY seq DESC");

bool matches(const AuditFilter& filter, const Query& row) {
  const auto at = row.integer(1);
  if (at < filter.from || (filter.to != 0 && at >= filter.to)) return false;
  if (!filter.actions.empty() && std::ranges::find(filter.actions, row.text(2)) == filter.actions.end()) return false;
  if (!filter.machine_id.empty() && row.text(3) != filter.machine_id) return false;
  if (!filter.secret_id.empty() && row.text(4) != filter.secret_id) return false;
  return filter.address.empty() || row.text(5) == filter.address;
}

}  // namespace

Page<AuditRow> SqliteSnapshot::list_audit(const AuditFilter& filter, const PageRequest& page) {
  const auto before = page.cursor == 0 ? std::numeric_limits<std::int64_t>::max() : page.cursor;
  const auto limit = std::max<std::size_t>(page.limit, 1);
  Page<AuditRow> result;
  Query rows(db_, kListAudit, filter.log, before);
  std::int64_t last = 0;
  for (std::size_t seen = 0; rows.step(); ++seen) {
    if (result.items.size() == limit || seen == kLookedAt) {
      result.next = last;
      break;
    }
    last = rows.integer(0);
    if (matches(filter, rows)) result.items.push_back({.seq = last, .record = rows.blob(6)});
  }
  return result;
}

}  // namespace signet::store
