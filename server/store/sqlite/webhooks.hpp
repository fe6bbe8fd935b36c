// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/webhooks.hpp"

namespace signet::store {

class SqliteWebhookReads final : public WebhookReads {
 public:
  explicit SqliteWebhookReads(Connection& connection) : db_(connection) {}
  std::optional<Webhook> find_webhook(const WebhookId& id) override;
  Page<Webhook> list_webhooks(const VaultId& vault, const PageRequest& page) override;
  std::vector<Webhook> list_enabled(const VaultId& vault) override;
  std::vector<Webhook> list_ready(Instant now, int most) override;
  std::optional<WebhookDelivery> oldest_delivery(const WebhookId& id) override;

 private:
  Connection& db_;
};

class SqliteWebhookWrites final : public WebhookWrites {
 public:
  explicit SqliteWebhookWrites(Writer& writer) : writer_(writer) {}
  void insert_webhook(const Webhook& webhook) override;
  void update_webhook(const Webhook& webhook) override;
  void delete_webhook(const WebhookId& id) override;
  bool queue_delivery(const WebhookDelivery& delivery) override;
  void drop_delivery(const WebhookId& webhook, const std::string& id) override;
  void drop_all_deliveries(const WebhookId& webhook) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
