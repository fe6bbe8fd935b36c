// SPDX-License-Identifier: Apache-2.0
// Who waits for what. The requests themselves are parked by whoever answers them; here is only whom to wake when a
// commit changed something that they wait for.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace signet::api {

/// Thread-safe.
class Waiters {
 public:
  /// Ids: of one kind never equal to those of another.
  struct Topics {
    std::string vault;
    std::string identity;
    std::vector<std::string> secrets;
  };
  /// Called on the thread that commits, once until rearm(): it must only pass it on.
  using Wake = std::move_only_function<void() noexcept>;

  /// Given up when it is destroyed. The Waiters must outlive it.
  class Place {
   public:
    virtual ~Place() = default;
    /// Before looking what has changed: what changes from now on wakes again.
    virtual void rearm() = 0;
  };

  Waiters() = default;
  Waiters(const Waiters&) = delete;
  Waiters& operator=(const Waiters&) = delete;

  /// Null: there is no room, for this identity (limits::kMaxWaitingOfOne) or for anybody (limits::kMaxWaiting).
  [[nodiscard]] std::unique_ptr<Place> enter(Topics topics, Wake wake);

  /// A durable commit changed this. Where neither machine nor secret is named, it concerns the whole vault.
  void changed(const std::string& vault, const std::string& machine, const std::string& secret);

 private:
  struct Waiter;
  class Entered;
  void leave(Waiter& waiter);
  void wake(const std::string& topic);

  std::mutex mutex_;
  std::unordered_map<std::string, std::unordered_set<Waiter*>> by_topic_;
  std::unordered_map<std::string, std::size_t> by_identity_;
  std::size_t waiting_ = 0;
};

}  // namespace signet::api
