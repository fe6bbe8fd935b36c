// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: webhooks.
#include "decode.hpp"
#include "signet/client/vault_admin.hpp"
#include "signet/client/webhook_types.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

Webhook read_webhook(ObjectReader& object) {
  return {.webhook_id = object.text("webhookId"),
          .name = object.text("name"),
          .url = object.text("url"),
          .actions = object.texts_or_none("actions").value_or(std::vector<std::string>()),
          .minimum_severity = object.text("minimumSeverity"),
          .enabled = object.flag("enabled"),
          .consecutive_failures = object.number("consecutiveFailures"),
          .last_delivered_at = object.time_or_none("lastDeliveredAt"),
          .last_failed_at = object.time_or_none("lastFailedAt"),
          .last_error = object.text_or_none("lastError"),
          .queued = object.number("queued"),
          .dropped = object.number("dropped"),
          .created_at = object.time("createdAt")};
}

NewWebhook read_new_webhook(ObjectReader& object) {
  auto webhook = read_webhook(object);
  return {.webhook = std::move(webhook), .secret = object.secret("secret")};
}

std::string read_delivery(ObjectReader& object) { return object.text("deliveryId"); }

Json body_of(const WebhookChange& change) {
  Json body = nothing();
  if (change.name) body["name"] = json_text(*change.name);
  if (change.url) body["url"] = json_text(*change.url);
  if (change.actions) {
    Json& names = body["actions"] = Json::array();
    for (const auto& action : *change.actions) names.push_back(json_text(action));
  }
  if (change.minimum_severity) body["minimumSeverity"] = json_text(*change.minimum_severity);
  return body;
}

}  // namespace

Result<Page<Webhook>> VaultAdmin::webhooks(const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "webhooks").page(page)), read_webhook);
}

Result<Webhook> VaultAdmin::webhook(std::string_view webhook_id) {
  return decode(exchange_->read(in(vault_id_) / "webhooks" / webhook_id), read_webhook);
}

Result<NewWebhook> VaultAdmin::create_webhook(std::string_view url, const WebhookChange& settings) {
  auto body = body_of(settings);
  body["url"] = json_text(url);
  return decode(exchange_->write("POST", in(vault_id_) / "webhooks", std::move(body)), read_new_webhook);
}

Result<Webhook> VaultAdmin::change_webhook(std::string_view webhook_id, const WebhookChange& change) {
  return decode(exchange_->write("PATCH", in(vault_id_) / "webhooks" / webhook_id, body_of(change)), read_webhook);
}

Result<void> VaultAdmin::delete_webhook(std::string_view webhook_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "webhooks" / webhook_id, nothing()));
}

Result<Webhook> VaultAdmin::enable_webhook(std::string_view webhook_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "webhooks" / webhook_id / "enable", nothing()), read_webhook);
}

Result<std::string> VaultAdmin::test_webhook(std::string_view webhook_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "webhooks" / webhook_id / "test", nothing()), read_delivery);
}

}  // namespace signet::client
