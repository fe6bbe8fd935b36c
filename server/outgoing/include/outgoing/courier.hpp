// SPDX-License-Identifier: Apache-2.0
// Takes events from the outbox to their webhooks, one after the other for each of them. What is delivered is taken out
// after that: an event may come twice, with the same id, and never not at all while its webhook is alive.
#pragma once

#include "domain/clock.hpp"
#include "keyring/keyring.hpp"
#include "observe/log.hpp"
#include "store/store.hpp"

#include <atomic>
#include <chrono>
#include <memory>

namespace signet::outgoing {

struct CourierOptions {
  bool allow_private_addresses = false;
  std::chrono::milliseconds first_pause = std::chrono::seconds(10);  // doubled with each failure, up to an hour
  std::int64_t most_failures = 20;                                   // then the webhook is switched off
  std::chrono::hours give_up_after{24};                              // for one event
};

/// tick() on a thread of its own; stop() from another.
class Courier {
 public:
  Courier(store::Store& store, store::Committer& committer, const keyring::Keyring& keyring, const Clock& clock,
          observe::Log& log, CourierOptions options);
  /// Delivers what is due. Never throws.
  void tick() noexcept;
  /// A delivery in progress is broken off, and made again after the next start.
  void stop() { stopping_ = true; }

 private:
  void deliver_to(const WebhookId& id);
  [[nodiscard]] bool deliver_one(const WebhookId& id);

  store::Committer& committer_;
  const keyring::Keyring& keyring_;
  const Clock& clock_;
  observe::Log& log_;
  const CourierOptions options_;
  std::unique_ptr<store::Reader> reader_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace signet::outgoing
