// SPDX-License-Identifier: Apache-2.0
// Which webhooks are being delivered to: never two couriers at one webhook, and not so many at those of one vault that
// the others wait for it.
#pragma once

#include "domain/webhook.hpp"

#include <map>
#include <mutex>
#include <set>

namespace signet::outgoing {

/// Thread-safe.
class Rounds {
 public:
  explicit Rounds(int most_of_vault = 2) : most_of_vault_(most_of_vault) {}

  /// Given back when it goes. False if somebody else has the webhook, or the vault has its share.
  class Turn {
   public:
    Turn(Rounds& rounds, const Webhook& webhook)
        : rounds_(rounds), webhook_(webhook.id), vault_(webhook.vault), mine_(rounds.take(webhook_, vault_)) {}
    ~Turn() {
      if (mine_) rounds_.give_back(webhook_, vault_);
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    explicit operator bool() const { return mine_; }

   private:
    Rounds& rounds_;
    const WebhookId webhook_;
    const VaultId vault_;
    const bool mine_;
  };

 private:
  bool take(const WebhookId& webhook, const VaultId& vault) {
    const std::lock_guard lock(mutex_);
    auto& of_vault = of_vault_[vault];
    if (of_vault >= most_of_vault_ || !busy_.insert(webhook).second) return false;
    ++of_vault;
    return true;
  }
  void give_back(const WebhookId& webhook, const VaultId& vault) {
    const std::lock_guard lock(mutex_);
    busy_.erase(webhook);
    if (--of_vault_[vault] == 0) of_vault_.erase(vault);
  }

  const int most_of_vault_;
  std::mutex mutex_;
  std::set<WebhookId> busy_;
  std::map<VaultId, int> of_vault_;
};

}  // namespace signet::outgoing
