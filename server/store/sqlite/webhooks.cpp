// SPDX-License-Identifier: Apache-2.0
#include "sqlite/webhooks.hpp"

#include "sqlite/paging.hpp"

namespace signet::store {
namespace {

constexpr char kColumns[] =
    "w.seq, w.id, w.vault_id, w.name, w.url, w.actions, w.least, w.sealed, w.wrapped_key, w.enabled, w.failures, "
    "w.delivered_at, w.failed_at, w.last_error, w.next_at, w.queued, w.dropped, w.created_at";

constexpr auto kFind = sql("SELECT ", kColumns, " FROM webhooks w WHERE w.id = ?1");
constexpr auto kList = sql("SELECT ", kColumns,
                           " FROM webhooks w WHERE w.vault_id = ?1 AND w.seq > ?2 ORDER BY w.seq LIMIT ?3");
constexpr auto kListEnabled =
    remembered_sql("SELECT ", kColumns, " FROM webhooks w WHERE w.vault_id = ?1 AND w.enabled = 1");
constexpr auto kListReady = sql("SELECT ", kColumns,
                                " FROM webhooks w JOIN vaults v ON v.id = w.vault_id "
                                "WHERE w.enabled = 1 AND w.queued > 0 AND w.next_at <= ?1 AND v.active = 1 "
                                "ORDER BY w.next_at LIMIT ?2");
constexpr auto kOldest =
    sql("SELECT id, webhook_id, event, body, created_at FROM webhook_deliveries WHERE webhook_id = ?1 "
        "ORDER BY seq LIMIT 1");
constexpr auto kInsert =
    sql("INSERT INTO webhooks (id, vault_id, name, url, actions, least, sealed, wrapped_key, enabled, failures, "
        "next_at, queued, dropped, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, 0, 0, ?10)");
constexpr auto kUpdate =
    sql("UPDATE webhooks SET name = ?2, url = ?3, actions = ?4, least = ?5, enabled = ?6, failures = ?7, "
        "delivered_at = ?8, failed_at = ?9, last_error = ?10, next_at = ?11, "
        "dropped = ?12 WHERE id = ?1");
constexpr auto kDelete = sql("DELETE FROM webhooks WHERE id = ?1");
constexpr auto kCountMore = sql("UPDATE webhooks SET queued = queued + 1 WHERE id = ?1 AND queued < ?2");
constexpr auto kCountDropped = sql("UPDATE webhooks SET dropped = dropped + 1 WHERE id = ?1");
constexpr auto kCountLess = sql("UPDATE webhooks SET queued = queued - 1 WHERE id = ?1");
constexpr auto kCountNone = sql("UPDATE webhooks SET queued = 0 WHERE id = ?1");
constexpr auto kQueue =
    sql("INSERT INTO webhook_deliveries (id, webhook_id, event, body, created_at) VALUES (?1, ?2, ?3, ?4, ?5)");
constexpr auto kDrop = sql("DELETE FROM webhook_deliveries WHERE id = ?1 AND webhook_id = ?2");
constexpr auto kDropAll = sql("DELETE FROM webhook_deliveries WHERE webhook_id = ?1");

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const auto name = text.substr(0, text.find(','));
    names.emplace_back(name);
    text.remove_prefix(std::min(text.size(), name.size() + 1));
  }
  return names;
}

Webhook read_webhook(const Query& row) {
  const auto least = row.integer(6);
  if (least < 0 || least > 4) row.corrupt(6);
  Webhook webhook{.id = row.id<WebhookId>(1),
                  .vault = row.id<VaultId>(2),
                  .name = row.text(3),
                  .url = row.text(4),
                  .actions = split(row.text(5)),
                  .least = static_cast<Severity>(least),
                  .sealed = row.blob(7),
                  .wrapped_key = row.blob(8),
                  .enabled = row.boolean(9),
                  .failures = row.integer(10),
                  .delivered_at = row.maybe_instant(11),
                  .failed_at = row.maybe_instant(12),
                  .next_at = row.instant(14),
                  .queued = row.integer(15),
                  .dropped = row.integer(16),
                  .created_at = row.instant(17),
                  .seq = row.integer(0)};
  if (!row.is_null(13)) webhook.last_error = row.text(13);
  return webhook;
}

std::vector<Webhook> read_all(Query rows) {
  std::vector<Webhook> all;
  while (rows.step()) all.push_back(read_webhook(rows));
  return all;
}

}  // namespace

std::optional<Webhook> SqliteWebhookReads::find_webhook(const WebhookId& id) {
  Query row(db_, kFind, id);
  if (!row.step()) return std::nullopt;
  return read_webhook(row);
}

Page<Webhook> SqliteWebhookReads::list_webhooks(const VaultId& vault, const PageRequest& page) {
  Query rows(db_, kList, vault, page.cursor, rows_asked(page));
  return read_page<Webhook>(rows, page, 0, read_webhook);
}

std::vector<Webhook> SqliteWebhookReads::list_enabled(const VaultId& vault) {
  return read_all(Query(db_, kListEnabled, vault));
}

std::vector<Webhook> SqliteWebhookReads::list_ready(Instant now, int most) {
  return read_all(Query(db_, kListReady, now, most));
}

std::optional<WebhookDelivery> SqliteWebhookReads::oldest_delivery(const WebhookId& id) {
  Query row(db_, kOldest, id);
  if (!row.step()) return std::nullopt;
  const auto body = row.blob(3);
  return WebhookDelivery{row.text(0), row.id<WebhookId>(1), row.text(2), std::string(body.begin(), body.end()),
                         row.instant(4)};
}

void SqliteWebhookWrites::insert_webhook(const Webhook& webhook) {
  writer_.write_one(kInsert, webhook.id, webhook.vault, webhook.name, webhook.url, join(webhook.actions),
                    static_cast<int>(webhook.least), webhook.sealed, webhook.wrapped_key, webhook.enabled,
                    webhook.created_at);
}

void SqliteWebhookWrites::update_webhook(const Webhook& webhook) {
  writer_.write_one(kUpdate, webhook.id, webhook.name, webhook.url, join(webhook.actions),
                    static_cast<int>(webhook.least), webhook.enabled, webhook.failures, webhook.delivered_at,
                    webhook.failed_at, webhook.last_error, webhook.next_at, webhook.dropped);
}

void SqliteWebhookWrites::delete_webhook(const WebhookId& id) {
  writer_.write(kDropAll, id);
  writer_.write_one(kDelete, id);
}

bool SqliteWebhookWrites::queue_delivery(const WebhookDelivery& delivery) {
  if (writer_.write(kCountMore, delivery.webhook, kMostQueuedDeliveries) == 0) {
    writer_.write_one(kCountDropped, delivery.webhook);
    return false;
  }
  writer_.write_one(kQueue, delivery.id, delivery.webhook, delivery.event, as_bytes(delivery.body),
                    delivery.created_at);
  return true;
}

void SqliteWebhookWrites::drop_delivery(const WebhookId& webhook, const std::string& id) {
  if (writer_.write(kDrop, id, webhook) == 1) writer_.write_one(kCountLess, webhook);
}

void SqliteWebhookWrites::drop_all_deliveries(const WebhookId& webhook) {
  writer_.write(kDropAll, webhook);
  writer_.write(kCountNone, webhook);
}

}  // namespace signet::store
