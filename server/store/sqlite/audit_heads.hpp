// SPDX-License-Identifier: Apache-2.0
// Where each audit log ends.
#pragma once

#include "sqlite/connection.hpp"
#include "sqlite/sql.hpp"
#include "store/backup_header.hpp"

#include <vector>

namespace signet::store {

/// The log after ?1; NULL: none. One look-up each, where GROUP BY would read every record. One that was signed or
/// archived is one, though all of its records be gone.
inline constexpr auto kNextLog =
    sql("SELECT min(log) FROM (SELECT min(log) AS log FROM audit WHERE log > ?1 "
        "UNION ALL SELECT min(log) FROM audit_checkpoints WHERE log > ?1 "
        "UNION ALL SELECT min(log) FROM audit_archives WHERE log > ?1)");

/// By the names of the logs.
[[nodiscard]] std::vector<AuditHead> read_audit_heads(Connection& connection);

/// How many records were ever written, in all logs.
[[nodiscard]] std::int64_t count_audit_records(Connection& connection);

/// Throws CorruptStore that names the first record that is missing. How many records there are.
std::int64_t require_whole_logs(Connection& connection);

}  // namespace signet::store
