// SPDX-License-Identifier: Apache-2.0
// The audit log: what happened, in order, written in the transaction of what happened. A record is its exact bytes; it
// is encoded once and never again.
#pragma once

#include "domain/audit_event.hpp"
#include "store/transaction.hpp"

#include <string>

namespace signet::audit {

/// One line of JSON with a fixed member order: seq, log, at, action, severity, actorKind, actorId, machineId, secretId,
/// sourceIp, detail; what is not known is null. At the end proof, where there is one. REQUIRES: texts are UTF-8.
[[nodiscard]] std::string encode_record(const AuditEvent& event, std::int64_t seq, Instant at);

/// Its number.
std::int64_t append(store::Transaction& transaction, const AuditEvent& event, Instant at);

}  // namespace signet::audit
