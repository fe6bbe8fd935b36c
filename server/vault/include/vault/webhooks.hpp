// SPDX-License-Identifier: Apache-2.0
// Webhooks of a vault.
#pragma once

#include "domain/webhook.hpp"
#include "vault/work.hpp"

#include <optional>

namespace signet::vault {

struct WebhookChange {
  std::optional<std::string> name = {};
  std::optional<std::string> url = {};
  std::optional<std::vector<std::string>> actions = {};
  std::optional<Severity> least = {};
};

struct MadeWebhook {
  Webhook webhook;
  SecretBytes secret;  // what signs its events; nobody sees it again
};

[[nodiscard]] Result<Webhook> find_webhook(store::Snapshot& snapshot, const VaultId& vault, const WebhookId& id);
/// Conflict beyond kMostWebhooks.
[[nodiscard]] Result<MadeWebhook> create_webhook(Work& work, const VaultId& vault, const WebhookChange& wanted);
[[nodiscard]] Result<Webhook> update_webhook(Work& work, const VaultId& vault, const WebhookId& id,
                                             const WebhookChange& wanted);
[[nodiscard]] Result<void> delete_webhook(Work& work, const VaultId& vault, const WebhookId& id);
/// Also forgets its failures and what was dropped.
[[nodiscard]] Result<Webhook> enable_webhook(Work& work, const VaultId& vault, const WebhookId& id);
/// Queues a delivery of the event `webhook_test`, due at once; its id. Conflict if the webhook is switched off, or
/// if too much waits for it already.
[[nodiscard]] Result<std::string> test_webhook(Work& work, const VaultId& vault, const WebhookId& id);

}  // namespace signet::vault
