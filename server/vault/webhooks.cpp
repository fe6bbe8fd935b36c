// SPDX-License-Identifier: Apache-2.0
#include "vault/webhooks.hpp"

#include "keyring/webhook_secret.hpp"
#include "signet/schema/json.hpp"
#include "store/webhooks.hpp"
#include "vault_key.hpp"

namespace signet::vault {
namespace {

void apply(const WebhookChange& wanted, Webhook& webhook) {
  if (wanted.name) webhook.name = *wanted.name;
  if (wanted.url) webhook.url = *wanted.url;
  if (wanted.actions) webhook.actions = *wanted.actions;
  if (wanted.least) webhook.least = *wanted.least;
}

/// Without the path: some services put a password into it.
std::string host_of(const Webhook& webhook) { return HttpsUrl::parse(webhook.url)->authority(); }

}  // namespace

Result<Webhook> find_webhook(store::Snapshot& snapshot, const VaultId& vault, const WebhookId& id) {
  auto webhook = snapshot.webhooks().find_webhook(id);
  if (!webhook || webhook->vault != vault) return not_found("webhook");
  return std::move(*webhook);
}

Result<MadeWebhook> create_webhook(Work& work, const VaultId& vault, const WebhookChange& wanted) {
  const auto there = work.read().webhooks().list_webhooks(vault, {.cursor = 0, .limit = kMostWebhooks});
  if (there.items.size() == kMostWebhooks) return refuse(ErrorCode::conflict, "A vault has at most 20 webhooks");
  Webhook webhook{.id = WebhookId::make(work.random), .vault = vault, .name = {}, .url = {}, .actions = {}};
  apply(wanted, webhook);
  auto secret = keyring::make_webhook_secret(work.keyring, own_key_of(work, vault), webhook, work.random);
  webhook.created_at = webhook.next_at = work.now;
  work.journal.add(Action::webhook_create, webhook.id.str() + " to " + host_of(webhook));
  work.transaction.webhooks().insert_webhook(webhook);
  return MadeWebhook{std::move(webhook), std::move(secret)};
}

Result<Webhook> update_webhook(Work& work, const VaultId& vault, const WebhookId& id, const WebhookChange& wanted) {
  auto webhook = find_webhook(work.read(), vault, id);
  if (!webhook) return webhook;
  apply(wanted, *webhook);
  if (wanted.url) webhook->next_at = work.now;  // what failed there may arrive here
  work.transaction.webhooks().update_webhook(*webhook);
  work.journal.add(Action::webhook_update, id.str() + " to " + host_of(*webhook));
  return webhook;
}

Result<void> delete_webhook(Work& work, const VaultId& vault, const WebhookId& id) {
  const auto webhook = find_webhook(work.read(), vault, id);
  if (!webhook) return std::unexpected(webhook.error());
  work.transaction.webhooks().delete_webhook(id);
  work.journal.add(Action::webhook_delete, id.str() + " to " + host_of(*webhook));
  return {};
}

Result<Webhook> enable_webhook(Work& work, const VaultId& vault, const WebhookId& id) {
  auto webhook = find_webhook(work.read(), vault, id);
  if (!webhook) return webhook;
  webhook->enabled = true;
  webhook->failures = webhook->dropped = 0;
  webhook->next_at = work.now;
  work.transaction.webhooks().update_webhook(*webhook);
  work.journal.add(Action::webhook_update, id.str() + " enabled");
  return webhook;
}

Result<std::string> test_webhook(Work& work, const VaultId& vault, const WebhookId& id) {
  auto webhook = find_webhook(work.read(), vault, id);
  if (!webhook) return std::unexpected(webhook.error());
  if (!webhook->enabled) return refuse(ErrorCode::conflict, "The webhook is switched off: enable it first");
  const auto delivery = MachineId::make(work.random).str();  // any UUID
  const Json data{{"userId", json_text(work.journal.base.actor_id)}, {"machineId", nullptr}, {"secretId", nullptr},
                  {"sourceIp", json_text(work.journal.base.address)}, {"detail", json_text("a test")}};
  const Json body{{"id", json_text(delivery)},
                  {"event", json_text("webhook_test")},
                  {"severity", json_text(name_of(Severity::info))},
                  {"timestamp", to_millis(work.now)},
                  {"data", data}};
  webhook->next_at = work.now;
  work.transaction.webhooks().update_webhook(*webhook);
  if (!work.transaction.webhooks().queue_delivery({delivery, id, "webhook_test", to_public_text(body), work.now}))
    return refuse(ErrorCode::conflict, "Too many events wait for this webhook already");
  work.journal.add(Action::webhook_update, id.str() + " tested");
  return delivery;
}

}  // namespace signet::vault
