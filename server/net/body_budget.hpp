// SPDX-License-Identifier: Apache-2.0
// How many bytes of bodies are in memory, over all connections. What has arrived counts, not what was announced: an
// announcement costs an attacker nothing.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace signet::net {

/// Thread-safe.
class BodyBudget {
 public:
  explicit BodyBudget(std::size_t limit) : limit_(limit) {}

  /// What one request takes of it; gives it back at its end.
  class Share {
   public:
    explicit Share(BodyBudget& budget) : budget_(budget) {}
    ~Share() { give_back(); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    /// False: there is no room for that much.
    [[nodiscard]] bool grow_to(std::size_t size) {
      budget_.used_ += size - size_;
      size_ = size;
      return budget_.used_ <= budget_.limit_;
    }
    void give_back() { budget_.used_ -= std::exchange(size_, 0); }

   private:
    BodyBudget& budget_;
    std::size_t size_ = 0;
  };

 private:
  const std::size_t limit_;
  std::atomic<std::size_t> used_ = 0;
};

}  // namespace signet::net
