// SPDX-License-Identifier: Apache-2.0
#include "audit/webhook_body.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"
#include "store/webhooks.hpp"

namespace signet::audit {
namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : json_text(text); }

/// A UUID of version 8 that the same event and webhook always give.
std::string delivery_id(const WebhookId& webhook, const std::string& log, std::int64_t seq) {
  const auto text = "signet/webhook-delivery/v1\n" + webhook.str() + "\n" + log + "\n" + std::to_string(seq);
  auto hash = crypto::sha256(as_bytes(text));
  hash[6] = static_cast<std::uint8_t>((hash[6] & 0x0f) | 0x80);
  hash[8] = static_cast<std::uint8_t>((hash[8] & 0x3f) | 0x80);
  auto id = to_hex(ByteView(hash).first(16));
  for (const std::size_t at : {8U, 13U, 18U, 23U}) id.insert(at, "-");
  return id;
}

}  // namespace

std::string webhook_body(const std::string& delivery_id, std::string_view event, Severity severity,
                         const AuditEvent& about, Instant at) {
  Json data{{"userId", about.actor_kind == ActorKind::operator_ ? text_or_null(about.actor_id) : Json(nullptr)},
            {"machineId", text_or_null(about.machine_id)},
            {"secretId", text_or_null(about.secret_id)},
            {"sourceIp", text_or_null(about.address)},
            {"detail", text_or_null(about.detail)}};
  return to_public_text(Json{{"id", json_text(delivery_id)},
                             {"event", json_text(event)},
                             {"severity", json_text(name_of(severity))},
                             {"timestamp", to_millis(at)},
                             {"data", std::move(data)}});
}

void queue_for_webhooks(store::Transaction& transaction, const AuditEvent& event, std::int64_t seq, Instant at) {
  const auto vault = VaultId::parse(event.log);
  if (!vault) return;
  const auto& action = info(event.action);
  for (const auto& webhook : transaction.read().webhooks().list_enabled(*vault)) {
    if (!webhook.wants(action)) continue;
    const auto id = delivery_id(webhook.id, event.log, seq);
    transaction.webhooks().queue_delivery(
        {id, webhook.id, std::string(action.name), webhook_body(id, action.name, action.severity, event, at), at});
  }
}

}  // namespace signet::audit
