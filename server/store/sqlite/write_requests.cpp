// SPDX-License-Identifier: Apache-2.0
// What a request leaves behind: where it came from, what it failed at, what it was answered, and its audit record.
#include "sqlite/transaction.hpp"

#include <algorithm>

namespace signet::store {
namespace {

constexpr std::size_t kMostLockouts = 100'000;
constexpr std::int64_t kForgottenAtOnce = 20'000;

constexpr auto kPutLastSeen =
    sql("INSERT INTO last_seen (identity, at, address) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (identity) DO UPDATE SET at = excluded.at, address = excluded.address");
constexpr auto kPutKnownAddress =
    sql("INSERT INTO known_addresses (identity, address, seen) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (identity, address) DO UPDATE SET seen = excluded.seen");
constexpr auto kForgetAddresses =
    sql("DELETE FROM known_addresses WHERE identity = ?1 AND address IN (SELECT address FROM known_addresses "
        "WHERE identity = ?1 ORDER BY address = ?2 DESC, seen DESC LIMIT -1 OFFSET ?3)");
constexpr auto kUpdateLockout =
    sql("UPDATE lockouts SET failure_1 = ?3, failure_2 = ?4, locked_until = ?5, newest = ?6 "
        "WHERE scope = ?1 AND subject = ?2");
constexpr auto kInsertLockout =
    sql("INSERT INTO lockouts (scope, subject, failure_1, failure_2, locked_until, newest) VALUES (?1, ?2, ?3, ?4, ?5, "
        "?6)");
constexpr auto kDeleteLockout = sql("DELETE FROM lockouts WHERE scope = ?1 AND subject = ?2");
constexpr auto kDeleteOldestLockout =
    sql("DELETE FROM lockouts WHERE scope = ?1 AND subject = "
        "(SELECT subject FROM lockouts WHERE scope = ?1 ORDER BY newest LIMIT 1)");
constexpr auto kRememberRequest =
    sql("INSERT INTO requests (identity, request_id, body_digest, status, answer, shown_once, at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
constexpr auto kForgetRequests =
    sql("DELETE FROM requests WHERE (identity, request_id) IN "
        "(SELECT identity, request_id FROM requests WHERE at < ?1 ORDER BY at LIMIT ?2)");
constexpr auto kNewestAudit = sql("SELECT coalesce(max(seq), 0) FROM audit WHERE log = ?1");
constexpr auto kAppendAudit =
    sql("INSERT INTO audit (log, seq, at, action, machine_id, secret_id, address, record) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

}  // namespace

bool SqliteTransaction::put_last_seen(const std::string& identity, const LastSeen& seen,
                                      std::chrono::milliseconds precision) {
  const auto before = state_.visits.find(identity);
  if (before && before->address == seen.address && before->at <= seen.at && seen.at < before->at + precision)
    return false;
  state_.visited.emplace_back(identity, seen);
  return true;
}

std::size_t SqliteTransaction::write_visits(std::size_t limit) {
  auto visits = state_.visits.next(limit);
  for (const auto& [identity, seen] : visits)
    writer_.write_in_passing(kPutLastSeen, identity, seen.at, seen.address);
  state_.visits_written = std::move(visits);
  return state_.visits_written.size();
}

void SqliteTransaction::put_known_address(const std::string& identity, const std::string& address, Instant seen) {
  writer_.write_in_passing(kPutKnownAddress, identity, address, seen);
  writer_.write_in_passing(kForgetAddresses, identity, address, kMostKnownAddresses);
}

void SqliteTransaction::put_lockout(const LockoutRow& row) {
  const auto scope = static_cast<std::size_t>(row.scope);
  auto& size = state_.lockouts.at(scope);
  const auto [first, second] = row.failures;
  const auto newest = std::max({first, second, row.locked_until});
  if (newest == 0) {
    size -= static_cast<std::size_t>(writer_.write_in_passing(kDeleteLockout, scope, row.subject));
    return;
  }
  if (writer_.write_in_passing(kUpdateLockout, scope, row.subject, first, second, row.locked_until, newest) == 1)
    return;
  if (size >= kMostLockouts) size -= static_cast<std::size_t>(writer_.write_in_passing(kDeleteOldestLockout, scope));
  writer_.write_in_passing(kInsertLockout, scope, row.subject, first, second, row.locked_until, newest);
  ++size;
}

void SqliteTransaction::remember_request(const std::string& identity, const std::string& request_id,
                                         const RememberedRequest& request, Instant at) {
  write_one(kRememberRequest, identity, request_id, request.body_digest, request.status, request.answer,
            request.shown_once, at);
}

void SqliteTransaction::forget_requests(Instant before) { write(kForgetRequests, before, kForgottenAtOnce); }

void SqliteTransaction::append_audit(const AuditColumns& columns,
                                     const std::function<Bytes(std::int64_t seq)>& encode) {
  auto& newest = state_.newest_audit[std::string(columns.log)];
  if (newest == 0) {
    Query row(db_, kNewestAudit, columns.log);
    row.step();
    newest = row.integer(0);
  }
  writer_.write_in_passing(kAppendAudit, columns.log, newest + 1, columns.at, columns.action, columns.machine_id,
                           columns.secret_id, columns.address, encode(newest + 1));
  ++newest;
}

}  // namespace signet::store
