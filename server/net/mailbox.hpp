// SPDX-License-Identifier: Apache-2.0
// How other threads hand results to an I/O thread: the only thing of it that they touch.
#pragma once

#include "net/service.hpp"

#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace signet::net {

/// Thread-safe. `Content` says what has come; the id says for whom, since what waits for it stays with its thread.
template <class Content>
class Mailbox {
 public:
  struct Letter {
    std::uint64_t id;
    Content content;
  };

  explicit Mailbox(Wake wake) : wake_(std::move(wake)) {}

  void put(std::uint64_t id, Content content) {
    const std::lock_guard lock(mutex_);
    if (!wake_) return;
    letters_.push_back(Letter{id, std::move(content)});
    if (letters_.size() == 1) wake_();
  }
  [[nodiscard]] std::vector<Letter> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(letters_, {});
  }
  /// Nobody reads them any more: what still comes is dropped.
  void close() {
    const std::lock_guard lock(mutex_);
    wake_ = nullptr;
    letters_.clear();
  }

 private:
  std::mutex mutex_;
  std::vector<Letter> letters_;
  Wake wake_;
};

}  // namespace signet::net
