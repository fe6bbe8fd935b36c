// SPDX-License-Identifier: Apache-2.0
// Takes events from the outbox to their webhooks, one after the other for each of them. What is delivered is taken out
// after that: an event may come twice, with the same id.
#pragma once

#include "domain/clock.hpp"
#include "keyring/keyring.hpp"
#include "observe/log.hpp"
#include "outgoing/https_post.hpp"
#include "outgoing/rounds.hpp"
#include "store/store.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace signet::outgoing {

struct CourierOptions {
  std::chrono::milliseconds first_pause = std::chrono::seconds(10);  // doubled with each failure, up to an hour
  std::int64_t most_failures = 20;                                   // then the webhook is switched off
  std::chrono::hours give_up_after{24};                              // for one event
};

/// For one thread. What it is given outlives it.
class Courier {
 public:
  Courier(store::Store& store, store::Committer& committer, const keyring::Keyring& keyring, const Clock& clock,
          observe::Log& log, Rounds& rounds, Post post, CourierOptions options = {});

  /// Delivers what is due. A delivery that is broken off by `stop` is made again after the next start. False: what
  /// became of a delivery could not be written down, so there is no use in making more of them soon. Never throws.
  [[nodiscard]] bool tick(const std::stop_token& stop) noexcept;

 private:
  struct Job {
    Webhook webhook;
    WebhookDelivery delivery;
    ProjectKey vault_key;
  };
  struct Outcome;
  [[nodiscard]] bool deliver_what_is_whole(const WebhookId& id, const std::stop_token& stop);
  [[nodiscard]] bool deliver_some(const WebhookId& id, const std::stop_token& stop);
  [[nodiscard]] std::optional<Job> next_for(const WebhookId& id);
  [[nodiscard]] Outcome deliver(const Job& job, const std::stop_token& stop);
  void write_down(const Job& job, const Outcome& outcome);

  store::Committer& committer_;
  const keyring::Keyring& keyring_;
  const Clock& clock_;
  observe::Log& log_;
  Rounds& rounds_;
  const Post post_;
  const CourierOptions options_;
  std::unique_ptr<store::Reader> reader_;
};

}  // namespace signet::outgoing
