// SPDX-License-Identifier: Apache-2.0
#include "outgoing/courier.hpp"

#include "audit/audit.hpp"
#include "keyring/webhook_secret.hpp"
#include "outgoing/https_post.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "store/webhooks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signet::outgoing {
namespace {

constexpr int kAtOnce = 20;  // to one webhook before the others have their turn
constexpr std::chrono::milliseconds kLongestPause = std::chrono::hours(1);

std::chrono::milliseconds pause_after(std::int64_t failures, std::chrono::milliseconds first) {
  auto pause = first;
  for (std::int64_t i = 1; i < failures && pause < kLongestPause; ++i) pause *= 2;
  return std::min(pause, kLongestPause);
}

std::vector<std::pair<std::string, std::string>> headers_of(const WebhookDelivery& delivery, ByteView secret) {
  const auto signature = to_hex(crypto::hmac_sha256(secret, as_bytes(delivery.body)));
  return {{"Content-Type", "application/json"},
          {"User-Agent", "Signet-Webhook/1.0"},
          {"X-Signet-Delivery-Id", delivery.id},
          {"X-Signet-Event", delivery.event},
          {"X-Signet-Signature", signature},
          {"X-SikkerKey-Delivery-Id", delivery.id},
          {"X-SikkerKey-Event", delivery.event},
          {"X-SikkerKey-Signature", signature}};
}

}  // namespace

Courier::Courier(store::Store& store, store::Committer& committer, const keyring::Keyring& keyring, const Clock& clock,
                 observe::Log& log, CourierOptions options)
    : committer_(committer), keyring_(keyring), clock_(clock), log_(log), options_(options), reader_(store.reader()) {}

void Courier::tick() noexcept {
  try {
    const auto ready = reader_->snapshot()->webhooks().list_ready(clock_.now());
    for (const auto& webhook : ready) deliver_to(webhook.id);
  } catch (const std::exception& failure) {
    log_.error(std::string("webhooks: ") + failure.what());
  }
}

void Courier::deliver_to(const WebhookId& id) {
  for (int i = 0; i < kAtOnce && !stopping_; ++i)
    if (!deliver_one(id)) return;
}

/// True: there may be more for it. Looks again before each delivery, since an operator may have changed the webhook.
bool Courier::deliver_one(const WebhookId& id) {
  std::optional<Webhook> webhook;
  std::optional<WebhookDelivery> delivery;
  {
    const auto snapshot = reader_->snapshot();
    webhook = snapshot->webhooks().find_webhook(id);
    delivery = snapshot->webhooks().oldest_delivery(id);
    if (!webhook || !webhook->enabled || !delivery) return false;
    const auto vault = snapshot->find_vault(webhook->vault);
    if (!vault || !vault->active) return false;
  }
  const bool too_old = delivery->created_at + options_.give_up_after <= clock_.now();
  std::optional<std::string> problem;
  if (!too_old) {
    const auto secret = keyring::webhook_secret(keyring_, *webhook);
    const auto status = https_post(*HttpsUrl::parse(webhook->url), headers_of(*delivery, secret.expose()),
                                   delivery->body, {options_.allow_private_addresses, std::chrono::seconds(10), &stopping_});
    if (stopping_ && !status) return false;
    if (!status) {
      problem = status.error();
    } else if (*status < 200 || *status > 299) {
      problem = fmt::format("answered {}", *status);
    }
  }
  const auto now = clock_.now();
  store::commit_and_wait(committer_, [&](store::Transaction& tx) {
    auto current = tx.read().webhooks().find_webhook(id);
    if (!current) return;
    if (!problem) tx.webhooks().drop_delivery(id, delivery->id);
    if (too_old) return;
    if (problem) {
      ++current->failures;
      current->failed_at = now;
      current->last_error = *problem;
      current->next_at = now + pause_after(current->failures, options_.first_pause);
    } else {
      current->failures = 0;
      current->delivered_at = now;
    }
    if (current->enabled && current->failures >= options_.most_failures) {
      current->enabled = false;
      tx.webhooks().drop_all_deliveries(id);
    }
    tx.webhooks().update_webhook(*current);
    if (!current->enabled && webhook->enabled)
      audit::append(tx,
                    {.action = Action::webhook_disable,
                     .log = current->vault.str(),
                     .actor_kind = ActorKind::system,
                     .detail = fmt::format("{} after {} failures: {}", id.str(), current->failures, *problem)},
                    now);
  });
  return !problem;
}

}  // namespace signet::outgoing
