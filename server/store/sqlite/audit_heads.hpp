// SPDX-License-Identifier: Apache-2.0
// Where each audit log ends.
#pragma once

#include "sqlite/connection.hpp"
#include "store/backup_header.hpp"

#include <vector>

namespace signet::store {

/// By the names of the logs.
[[nodiscard]] std::vector<AuditHead> read_audit_heads(Connection& connection);

/// How many records were ever written, in all logs.
[[nodiscard]] std::int64_t count_audit_records(Connection& connection);

/// Throws CorruptStore that names the first record that is missing. How many records there are.
std::int64_t require_whole_logs(Connection& connection);

}  // namespace signet::store
