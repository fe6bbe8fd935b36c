// SPDX-License-Identifier: Apache-2.0
#include "sqlite/audit_heads.hpp"

#include "signet/crypto/digest.hpp"
#include "sqlite/query.hpp"
#include "store/snapshot.hpp"

#include <fmt/format.h>

namespace signet::store {
namespace {

constexpr auto kNextOfRecords = sql("SELECT min(log) FROM audit WHERE log > ?1");  // all that older programs know
constexpr auto kNewest = sql("SELECT seq, at, record FROM audit WHERE log = ?1 ORDER BY seq DESC LIMIT 1");
constexpr auto kHasArchives = sql("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'audit_archives'");
constexpr auto kArchived = sql("SELECT size FROM audit_archives WHERE log = ?1");
constexpr auto kNumbers = sql("SELECT seq FROM audit WHERE log = ?1 ORDER BY seq");
constexpr auto kCovered = sql("SELECT coalesce(max(size), 0) FROM audit_checkpoints WHERE log = ?1");
constexpr auto kFindEmptyLog =
    sql("SELECT k.log FROM (SELECT coalesce(nullif(vault_id, ''), (SELECT id FROM installation)) AS log "
        "FROM checkpoint_keys) k WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.log = k.log) LIMIT 1");

template <class Statement, class Each>
void for_each_log(Connection& connection, const Statement& next_log, Each each) {
  for (std::string log;;) {
    {
      Query next(connection, next_log, log);
      if (!next.step() || next.is_null(0)) return;
      log = next.text(0);
    }
    each(log);
  }
}

}  // namespace

std::vector<AuditHead> read_audit_heads(Connection& connection) {
  std::vector<AuditHead> heads;
  for_each_log(connection, kNextOfRecords, [&](const std::string& log) {
    Query newest(connection, kNewest, log);
    newest.step();
    heads.push_back({log, newest.integer(0), crypto::sha256(newest.blob(2)), newest.instant(1)});
  });
  return heads;
}

std::int64_t count_audit_records(Connection& connection) {
  std::int64_t records = 0;
  for_each_log(connection, kNextOfRecords, [&](const std::string& log) {
    Query newest(connection, kNewest, log);
    newest.step();
    records += newest.integer(0);
  });
  return records;
}

std::int64_t require_whole_logs(Connection& connection) {
  const bool is_older = !Query(connection, kHasArchives).step();  // an older program wrote it
  std::int64_t records = 0;
  const auto require_whole = [&](const std::string& log) {
    std::int64_t expected = 1, signed_ones = 0;
    if (!is_older) {
      Query archived(connection, kArchived, log);
      if (archived.step()) expected += archived.integer(0);
      Query covered(connection, kCovered, log);
      covered.step();
      signed_ones = covered.integer(0);
    }
    for (Query rows(connection, kNumbers, log); rows.step(); ++expected)
      if (rows.integer(0) != expected)
        throw CorruptStore(fmt::format("the audit log {} lacks record {}", log, expected));
    if (signed_ones >= expected)
      throw CorruptStore(
          fmt::format("the audit log {} ends with record {}, and {} were signed", log, expected - 1, signed_ones));
    records += expected - 1;
  };
  if (is_older) {
    for_each_log(connection, kNextOfRecords, require_whole);
    return records;
  }
  for_each_log(connection, kNextLog, require_whole);
  if (Query empty(connection, kFindEmptyLog); empty.step())
    throw CorruptStore(fmt::format("the audit log {} has no records any more", empty.text(0)));
  return records;
}

}  // namespace signet::store
