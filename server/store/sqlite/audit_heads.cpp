// SPDX-License-Identifier: Apache-2.0
#include "sqlite/audit_heads.hpp"

#include "signet/crypto/digest.hpp"
#include "sqlite/query.hpp"
#include "store/snapshot.hpp"

#include <fmt/format.h>

namespace signet::store {
namespace {

// One look-up a log, where GROUP BY would read every record.
constexpr auto kNextLog = sql("SELECT log FROM audit WHERE log > ?1 ORDER BY log LIMIT 1");
constexpr auto kNewest = sql("SELECT seq, at, record FROM audit WHERE log = ?1 ORDER BY seq DESC LIMIT 1");
constexpr auto kHasArchives = sql("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'audit_archives'");
constexpr auto kArchived = sql("SELECT size FROM audit_archives WHERE log = ?1");
constexpr auto kNumbers = sql("SELECT seq FROM audit WHERE log = ?1 ORDER BY seq");

template <class Each>
void for_each_log(Connection& connection, Each each) {
  for (std::string log;;) {
    {
      Query next(connection, kNextLog, log);
      if (!next.step()) return;
      log = next.text(0);
    }
    each(log);
  }
}

}  // namespace

std::vector<AuditHead> read_audit_heads(Connection& connection) {
  std::vector<AuditHead> heads;
  for_each_log(connection, [&](const std::string& log) {
    Query newest(connection, kNewest, log);
    newest.step();
    heads.push_back({log, newest.integer(0), crypto::sha256(newest.blob(2)), newest.instant(1)});
  });
  return heads;
}

std::int64_t count_audit_records(Connection& connection) {
  std::int64_t records = 0;
  for_each_log(connection, [&](const std::string& log) {
    Query newest(connection, kNewest, log);
    newest.step();
    records += newest.integer(0);
  });
  return records;
}

std::int64_t require_whole_logs(Connection& connection) {
  std::int64_t records = 0;
  const bool has_archives = Query(connection, kHasArchives).step();  // else an older program wrote it
  for_each_log(connection, [&](const std::string& log) {
    std::int64_t expected = 1;
    if (has_archives) {
      Query archived(connection, kArchived, log);
      if (archived.step()) expected += archived.integer(0);
    }
    for (Query rows(connection, kNumbers, log); rows.step(); ++expected)
      if (rows.integer(0) != expected)
        throw CorruptStore(fmt::format("the audit log {} lacks record {}", log, expected));
    records += expected - 1;
  });
  return records;
}

}  // namespace signet::store
