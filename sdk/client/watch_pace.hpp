// SPDX-License-Identifier: Apache-2.0
// Decides after each poll of a watch how long to wait for the next one, or that there is none. Does nothing itself.
#pragma once

#include "signet/client/error.hpp"

#include <chrono>

namespace signet::client {

class WatchPace {
 public:
  using Duration = std::chrono::milliseconds;

  explicit WatchPace(std::chrono::seconds wait) : wait_(wait) {}

  /// How long the server is asked to hold the next poll; 0 once it has refused to hear of that.
  [[nodiscard]] std::chrono::seconds wait() const { return wait_; }

  /// Nothing new. An answer that came too early is one of a server that does not wait, or not now.
  [[nodiscard]] Duration after_silence(Duration took);
  /// News that were passed on.
  [[nodiscard]] Duration after_news();

  struct Step {
    Duration pause{0};
    bool ends = false;
  };
  [[nodiscard]] Step after_failure(const Error& error);

 private:
  [[nodiscard]] Duration longer_each_time();

  std::chrono::seconds wait_;
  unsigned failures_ = 0;
};

}  // namespace signet::client
