// SPDX-License-Identifier: Apache-2.0
// An event as webhooks are told of it, in the transaction of the event.
#pragma once

#include "domain/audit_event.hpp"
#include "store/transaction.hpp"

#include <string>

namespace signet::audit {

/// `{"id","event","severity","timestamp":ms,"data":{"userId","machineId","secretId","sourceIp","detail"}}`; null where
/// there is nothing to say.
[[nodiscard]] std::string webhook_body(const std::string& delivery_id, std::string_view event, Severity severity,
                                       const AuditEvent& about, Instant at);

/// Puts the event into the outbox of every webhook of its vault that wants it. `seq` is the event's in its log: with
/// the webhook it makes the delivery's id.
void queue_for_webhooks(store::Transaction& transaction, const AuditEvent& event, std::int64_t seq, Instant at);

}  // namespace signet::audit
