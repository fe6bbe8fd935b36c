// SPDX-License-Identifier: Apache-2.0
// The audit log. It has no index but its order, so that appending stays cheap; a query walks a bounded
// stretch of it and says where to go on.
#include "signet/schema/json.hpp"
#include "sqlite/audit_heads.hpp"
#include "sqlite/query.hpp"
#include "sqlite/snapshot.hpp"

#include <algorithm>
#include <limits>

namespace signet::store {
namespace {

constexpr std::size_t kLookedAt = 5'000;
constexpr std::size_t kBytesAtOnce = 64 * 1'024;

constexpr auto kListAudit =
    sql("SELECT seq, at, action, machine_id, secret_id, address, record FROM audit WHERE log = ?1 AND seq < ?2 "
        "ORDER BY seq DESC");

constexpr auto kReadAudit =
    sql("SELECT seq, at, action, machine_id, secret_id, address, record FROM audit WHERE log = ?1 AND seq > ?2 "
        "AND seq <= ?3 ORDER BY seq");
constexpr auto kNewestAudit = sql("SELECT coalesce(max(seq), 0) FROM audit WHERE log = ?1");

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_in_detail(std::string_view text, const Bytes& record) {
  const auto json = parse_json_object(record);
  if (!json) throw CorruptStore("an audit record is not JSON");
  const auto* detail = find_text(*json, "detail");
  if (detail == nullptr) return false;
  return !std::ranges::search(*detail, text, [](char a, char b) { return lower(a) == lower(b); }).empty();
}

bool matches(const AuditFilter& filter, const Query& row) {
  const auto at = row.integer(1);
  if (at < filter.from || (filter.to != 0 && at >= filter.to)) return false;
  if (!filter.actions.empty() && std::ranges::find(filter.actions, row.text(2)) == filter.actions.end()) return false;
  if (!filter.machine_id.empty() && row.text(3) != filter.machine_id) return false;
  if (!filter.secret_id.empty() && row.text(4) != filter.secret_id) return false;
  if (!filter.address.empty() && row.text(5) != filter.address) return false;
  return filter.text.empty() || is_in_detail(filter.text, row.blob(6));
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

AuditStretch SqliteSnapshot::read_audit(const AuditFilter& filter, std::int64_t after, std::int64_t last) {
  AuditStretch stretch{.rows = {}, .seen = last};
  Query rows(db_, kReadAudit, filter.log, after, last);
  std::size_t bytes = 0;
  for (std::size_t seen = 0; rows.step(); ++seen) {
    if (bytes >= kBytesAtOnce || seen == kLookedAt) return stretch;
    stretch.seen = rows.integer(0);
    if (!matches(filter, rows)) continue;
    stretch.rows.push_back({.seq = stretch.seen, .record = rows.blob(6)});
    bytes += stretch.rows.back().record.size();
  }
  stretch.seen = last;
  return stretch;
}

std::int64_t SqliteSnapshot::newest_audit(const std::string& log) {
  Query newest(db_, kNewestAudit, log);
  newest.step();
  return newest.integer(0);
}

std::int64_t SqliteSnapshot::count_audit_records() { return store::count_audit_records(db_); }

}  // namespace signet::store
