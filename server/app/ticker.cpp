// SPDX-License-Identifier: Apache-2.0
#include "ticker.hpp"

#include <condition_variable>
#include <mutex>

namespace signet::app {

Ticker::Ticker(std::chrono::milliseconds period, std::function<void()> tick)
    : thread_([period, tick = std::move(tick)](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        while (!stopped.wait_for(lock, stop, period, [&] { return stop.stop_requested(); })) tick();
      }) {}

void Ticker::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace signet::app
