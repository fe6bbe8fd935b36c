// SPDX-License-Identifier: Apache-2.0
// How many bytes of bodies are in memory, over all connections, and how many of them for one address. What has arrived
// counts, not what was announced: an announcement costs an attacker nothing.
#pragma once

#include "domain/address.hpp"

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace signet::net {

/// Thread-safe. One address, or one /64 of IPv6, gets at most a quarter of it: nobody alone keeps others from sending.
class BodyBudget {
 public:
  explicit BodyBudget(std::size_t limit) : limit_(limit), limit_each_(limit / 4) {}

  /// What one request takes of it; gives it back at its end. Costs nothing until there is a body.
  class Share {
   public:
    Share(BodyBudget& budget, const Address& address) : budget_(budget), address_(address) {}
    ~Share() { give_back(); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    /// False: there is no room for that much.
    [[nodiscard]] bool grow_to(std::size_t size) {
      if (size == size_) return room_;
      if (subject_.empty()) subject_ = address_.lockout_subject();
      room_ = budget_.change(subject_, size_, size);
      size_ = size;
      return room_;
    }
    void give_back() { (void)grow_to(0); }

   private:
    BodyBudget& budget_;
    const Address address_;
    std::string subject_;
    std::size_t size_ = 0;
    bool room_ = true;
  };

 private:
  [[nodiscard]] bool change(const std::string& subject, std::size_t before, std::size_t after) {
    const std::scoped_lock lock(mutex_);
    used_ += after - before;
    const auto each = by_subject_.try_emplace(subject).first;
    each->second += after - before;
    const bool room = used_ <= limit_ && each->second <= limit_each_;
    if (each->second == 0) by_subject_.erase(each);
    return room;
  }

  const std::size_t limit_, limit_each_;
  std::mutex mutex_;
  std::size_t used_ = 0;
  std::unordered_map<std::string, std::size_t> by_subject_;  // those with bodies
};

}  // namespace signet::net
