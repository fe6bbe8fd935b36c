// SPDX-License-Identifier: Apache-2.0
// Where events are sent, and the outbox of those still to be delivered.
#pragma once

#include "domain/webhook.hpp"
#include "store/page.hpp"

#include <optional>
#include <vector>

namespace signet::store {

class WebhookReads {
 public:
  virtual ~WebhookReads() = default;
  virtual std::optional<Webhook> find_webhook(const WebhookId& id) = 0;
  virtual Page<Webhook> list_webhooks(const VaultId& vault, const PageRequest& page) = 0;
  virtual std::vector<Webhook> list_enabled(const VaultId& vault) = 0;
  /// Enabled, of an active vault, with something to deliver, and due; the longest due first.
  virtual std::vector<Webhook> list_ready(Instant now, int most) = 0;
  virtual std::optional<WebhookDelivery> oldest_delivery(const WebhookId& id) = 0;
};

class WebhookWrites {
 public:
  virtual ~WebhookWrites() = default;
  virtual void insert_webhook(const Webhook& webhook) = 0;
  /// All but `queued`, which the deliveries count.
  virtual void update_webhook(const Webhook& webhook) = 0;
  virtual void delete_webhook(const WebhookId& id) = 0;  // with its deliveries
  /// False: kMostQueuedDeliveries wait already, so it is only counted as dropped.
  virtual bool queue_delivery(const WebhookDelivery& delivery) = 0;
  /// Nothing if it is gone already.
  virtual void drop_delivery(const WebhookId& webhook, const std::string& id) = 0;
  virtual void drop_all_deliveries(const WebhookId& webhook) = 0;
};

}  // namespace signet::store
