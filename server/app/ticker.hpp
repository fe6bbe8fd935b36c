// SPDX-License-Identifier: Apache-2.0
// A thread that does something about once in every period, until the object goes.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace signet::app {

class Ticker {
 public:
  /// REQUIRES: `tick` does not throw.
  Ticker(std::chrono::milliseconds period, std::function<void()> tick);
  /// Waits for a tick in progress.
  void stop();

 private:
  std::jthread thread_;
};

}  // namespace signet::app
