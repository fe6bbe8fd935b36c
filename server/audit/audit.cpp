// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"

#include "audit/webhook_body.hpp"

#include "signet/schema/json_text.hpp"

#include <fmt/format.h>

namespace signet::audit {
namespace {

void add_member(std::string& out, std::string_view name, std::string_view value) {
  out += ",\"";
  out += name;
  out += "\":";
  if (value.empty()) {
    out += "null";
  } else {
    append_json_text(out, value);
  }
}

}  // namespace

std::string encode_record(const AuditEvent& event, std::int64_t seq, Instant at) {
  const auto& action = info(event.action);
  std::string record;
  record.reserve(512);
  record.append("{\"seq\":").append(fmt::format_int(seq).c_str());
  add_member(record, "log", event.log);
  record.append(",\"at\":").append(fmt::format_int(to_millis(at)).c_str());
  add_member(record, "action", action.name);
  add_member(record, "severity", name_of(action.severity));
  add_member(record, "actorKind", name_of(event.actor_kind));
  add_member(record, "actorId", event.actor_id);
  add_member(record, "machineId", event.machine_id);
  add_member(record, "secretId", event.secret_id);
  add_member(record, "sourceIp", event.address);
  add_member(record, "detail", event.detail);
  if (!event.proof.empty()) add_member(record, "proof", event.proof);
  record += '}';
  return record;
}

std::int64_t append(store::Transaction& transaction, const AuditEvent& event, Instant at) {
  const store::Transaction::AuditColumns columns{
      event.log, at, info(event.action).name, event.machine_id, event.secret_id, event.address};
  std::int64_t appended = 0;
  transaction.append_audit(columns, [&](std::int64_t seq) {
    appended = seq;
    const auto record = encode_record(event, seq, at);
    const auto bytes = as_bytes(record);
    return Bytes(bytes.begin(), bytes.end());
  });
  if (info(event.action).changes) transaction.announce({event.log, event.machine_id, event.secret_id});
  queue_for_webhooks(transaction, event, appended, at);
  return appended;
}

}  // namespace signet::audit
