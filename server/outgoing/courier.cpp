// SPDX-License-Identifier: Apache-2.0
#include "outgoing/courier.hpp"

#include "audit/audit.hpp"
#include "keyring/webhook_secret.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "store/authorities.hpp"
#include "store/webhooks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace signet::outgoing {
namespace {

constexpr int kMostReady = 100;  // webhooks to look at in one go
constexpr int kAtOnce = 20;      // events to one webhook before the others have their turn
constexpr std::chrono::milliseconds kLongestPause = std::chrono::hours(1);

std::chrono::milliseconds pause_after(std::int64_t failures, std::chrono::milliseconds first) {
  auto pause = first;
  for (std::int64_t i = 1; i < failures && pause < kLongestPause; ++i) pause *= 2;
  return std::min(pause, kLongestPause);
}

Headers headers_of(const WebhookDelivery& delivery, ByteView secret) {
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

struct Courier::Outcome {
  enum class Kind { delivered, failed, too_old, broken_off } kind;
  std::string problem = {};  // of one that failed
};

Courier::Courier(store::Store& store, store::Committer& committer, const keyring::Keyring& keyring, const Clock& clock,
                 observe::Log& log, Rounds& rounds, Post post, CourierOptions options)
    : committer_(committer),
      keyring_(keyring),
      clock_(clock),
      log_(log),
      rounds_(rounds),
      post_(std::move(post)),
      options_(options),
      reader_(store.reader()) {}

bool Courier::tick(const std::stop_token& stop) noexcept {
  if (keyring_.is_sealed()) return true;
  try {
    bool more = true;
    while (more && !stop.stop_requested()) {
      more = false;
      const auto ready = reader_->snapshot()->webhooks().list_ready(clock_.now(), kMostReady);
      for (const auto& webhook : ready) {
        const Rounds::Turn turn(rounds_, webhook);
        if (turn && deliver_what_is_whole(webhook.id, stop)) more = true;
      }
    }
    return true;
  } catch (const std::exception& failure) {
    log_.error(fmt::format("webhooks: {}", failure.what()));
    return false;
  }
}

/// A damaged webhook is its own matter, and not that of the others.
bool Courier::deliver_what_is_whole(const WebhookId& id, const std::stop_token& stop) {
  try {
    return deliver_some(id, stop);
  } catch (const store::CorruptStore& damaged) {
    log_.error(fmt::format("webhook {}: {}", id.str(), damaged.what()));
    return false;
  }
}

/// True: there may be more for it.
bool Courier::deliver_some(const WebhookId& id, const std::stop_token& stop) {
  for (int i = 0; i < kAtOnce; ++i) {
    const auto job = next_for(id);
    if (!job) return false;
    const auto outcome = deliver(*job, stop);
    if (outcome.kind == Outcome::Kind::broken_off) return false;
    write_down(*job, outcome);
    if (outcome.kind == Outcome::Kind::failed) return false;
  }
  return true;
}

/// As things are now: an operator may have changed the webhook, and another courier may have failed at it.
std::optional<Courier::Job> Courier::next_for(const WebhookId& id) {
  const auto snapshot = reader_->snapshot();
  auto webhook = snapshot->webhooks().find_webhook(id);
  if (!webhook || !webhook->enabled || webhook->next_at > clock_.now()) return std::nullopt;
  const auto vault = snapshot->find_vault(webhook->vault);
  auto delivery = snapshot->webhooks().oldest_delivery(id);
  if (!vault || !vault->active || !delivery) return std::nullopt;
  auto key = snapshot->authorities().find_vault_key(webhook->vault);
  if (!key) throw store::CorruptStore("vault " + webhook->vault.str() + " has webhooks and no key");
  return Job{std::move(*webhook), std::move(*delivery), std::move(*key)};
}

Courier::Outcome Courier::deliver(const Job& job, const std::stop_token& stop) {
  if (job.delivery.created_at + options_.give_up_after <= clock_.now()) return {Outcome::Kind::too_old};
  try {
    const auto secret = keyring::open_webhook_secret(keyring_, job.vault_key, job.webhook);
    const auto status = post_(*HttpsUrl::parse(job.webhook.url), headers_of(job.delivery, secret.expose()),
                              job.delivery.body, stop);
    if (!status && stop.stop_requested()) return {Outcome::Kind::broken_off};
    if (!status) return {Outcome::Kind::failed, status.error()};
    if (*status < 200 || *status > 299) return {Outcome::Kind::failed, fmt::format("answered {}", *status)};
    return {Outcome::Kind::delivered};
  } catch (const keyring::CannotOpen& damaged) {  // this webhook's matter, and not that of the others
    log_.error(fmt::format("webhook {}: {}", job.webhook.id.str(), damaged.what()));
    return {Outcome::Kind::failed, "its signing secret does not open"};
  }
}

void Courier::write_down(const Job& job, const Outcome& outcome) {
  const auto now = clock_.now();
  const auto& id = job.webhook.id;
  const bool failed = outcome.kind == Outcome::Kind::failed;
  const bool written = store::commit_and_wait(committer_, [&](store::Transaction& tx) {
    auto& webhooks = tx.webhooks();
    auto current = tx.read().webhooks().find_webhook(id);
    if (!current) return;
    if (!failed) webhooks.drop_delivery(id, job.delivery.id);
    switch (outcome.kind) {
      case Outcome::Kind::delivered:
        current->failures = 0;
        current->delivered_at = now;
        current->next_at = now;  // behind those that have waited for longer
        break;
      case Outcome::Kind::failed:
        ++current->failures;
        current->failed_at = now;
        current->last_error = outcome.problem;
        current->next_at = now + pause_after(current->failures, options_.first_pause);
        break;
      case Outcome::Kind::too_old: ++current->dropped; break;
      case Outcome::Kind::broken_off: return;
    }
    const bool too_much = current->enabled && current->failures >= options_.most_failures;
    if (too_much) {
      current->enabled = false;
      current->dropped += current->queued;
      webhooks.drop_all_deliveries(id);
    }
    webhooks.update_webhook(*current);
    if (too_much)
      audit::append(tx,
                    {.action = Action::webhook_disable,
                     .log = current->vault.str(),
                     .actor_kind = ActorKind::system,
                     .detail = fmt::format("{} after {} failures, {} events dropped: {}", id.str(), current->failures,
                                           current->dropped, outcome.problem)},
                    now);
  });
  if (!written) throw std::runtime_error("what became of a delivery could not be written: it may be made again");
}

}  // namespace signet::outgoing
