// SPDX-License-Identifier: Apache-2.0
// What a watch does in its thread.
#pragma once

#include "signet/client/watch.hpp"
#include "watch_pace.hpp"

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace signet::client {

/// What it needs from the world; a test has its own.
struct WatchClock {
  std::function<std::chrono::steady_clock::time_point()> now;
  /// Ends early when `stop` is requested.
  std::function<void(std::chrono::milliseconds, std::stop_token stop)> pause;
};
[[nodiscard]] WatchClock real_watch_clock();

class WatchLoop {
 public:
  WatchLoop(const Client& client, std::vector<std::string> secret_ids, WatchHandlers handlers,
            const WatchOptions& options, WatchClock clock = real_watch_clock());

  /// Until the end.
  void run();
  void stop() { stop_.request_stop(); }

 private:
  [[nodiscard]] Result<std::map<std::string, SecretEvent>> poll();
  /// For ids that are to be watched too.
  [[nodiscard]] Result<void> look_for_more();
  /// The first thing that went wrong, if something did.
  [[nodiscard]] Result<void> pass_on(const std::map<std::string, SecretEvent>& events);
  [[nodiscard]] Result<void> pass_on(const std::string& id, SecretEvent event);
  void say(SecretChange change);
  /// Says what is wrong and waits, or ends.
  void recover(const Error& error);

  Client client_;
  std::vector<std::string> ids_;
  WatchHandlers handlers_;
  bool fetch_;
  WatchClock clock_;
  WatchPace pace_;
  std::stop_source stop_;
};

}  // namespace signet::client
