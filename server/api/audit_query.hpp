// SPDX-License-Identifier: Apache-2.0
// Which records of a log a query asks for.
#pragma once

#include "query.hpp"
#include "store/snapshot.hpp"

#include <set>
#include <string>
#include <string_view>

namespace signet::api {

/// `nothing`: no record can match, whatever the log holds.
struct AuditQuery {
  store::AuditFilter filter;
  bool nothing = false;
};

/// Reads `action`, `severity` (each several, with commas), `machineId`, `secretId`, `sourceIp`, `text`, `from`, `to`;
/// refuses every other name but those in `others`.
[[nodiscard]] std::expected<AuditQuery, Error> read_audit_query(const Query& query, const std::string& log,
                                                                std::set<std::string_view> others);

}  // namespace signet::api
