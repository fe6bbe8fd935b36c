// SPDX-License-Identifier: Apache-2.0
#include "api/waiters.hpp"

#include "signet/schema/limits.hpp"

#include <algorithm>
#include <utility>

namespace signet::api {

struct Waiters::Waiter {
  std::string identity;
  std::vector<std::string> topics;  // no topic twice
  Wake wake;
  bool woken = false;
};

class Waiters::Entered final : public Place {
 public:
  Entered(Waiters& all, Waiter waiter) : all_(all), waiter_(std::move(waiter)) {}
  ~Entered() override { all_.leave(waiter_); }
  void rearm() override {
    const std::lock_guard lock(all_.mutex_);
    waiter_.woken = false;
  }
  [[nodiscard]] Waiter& waiter() { return waiter_; }

 private:
  Waiters& all_;
  Waiter waiter_;
};

std::unique_ptr<Waiters::Place> Waiters::enter(Topics topics, Wake wake) {
  Waiter waiter{.identity = topics.identity, .topics = std::move(topics.secrets), .wake = std::move(wake)};
  waiter.topics.push_back(std::move(topics.vault));
  waiter.topics.push_back(std::move(topics.identity));
  std::ranges::sort(waiter.topics);
  const auto twice = std::ranges::unique(waiter.topics);
  waiter.topics.erase(twice.begin(), twice.end());

  std::unique_ptr<Entered> entered;
  const std::lock_guard lock(mutex_);
  if (waiting_ >= limits::kMaxWaiting) return nullptr;
  const auto found = by_identity_.find(waiter.identity);
  if (found != by_identity_.end() && found->second >= limits::kMaxWaitingOfOne) return nullptr;
  entered = std::make_unique<Entered>(*this, std::move(waiter));
  for (const auto& topic : entered->waiter().topics) by_topic_[topic].insert(&entered->waiter());
  ++by_identity_[entered->waiter().identity];
  ++waiting_;
  return entered;
}

void Waiters::leave(Waiter& waiter) {
  const std::lock_guard lock(mutex_);
  for (const auto& topic : waiter.topics) {
    const auto found = by_topic_.find(topic);
    if (found == by_topic_.end()) continue;
    found->second.erase(&waiter);
    if (found->second.empty()) by_topic_.erase(found);
  }
  const auto count = by_identity_.find(waiter.identity);
  if (--count->second == 0) by_identity_.erase(count);
  --waiting_;
}

void Waiters::changed(const std::string& vault, const std::string& machine, const std::string& secret) {
  const std::lock_guard lock(mutex_);
  if (waiting_ == 0) return;
  if (machine.empty() && secret.empty()) return wake(vault);
  if (!machine.empty()) wake(machine);
  if (!secret.empty()) wake(secret);
}

void Waiters::wake(const std::string& topic) {
  const auto found = by_topic_.find(topic);
  if (found == by_topic_.end()) return;
  for (auto* waiter : found->second)
    if (!std::exchange(waiter->woken, true)) waiter->wake();
}

}  // namespace signet::api
