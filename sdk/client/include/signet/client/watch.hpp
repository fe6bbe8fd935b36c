// SPDX-License-Identifier: Apache-2.0
// Tells a program when secrets change, from a thread of its own.
#pragma once

#include "signet/client/client.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace signet::client {

struct SecretChange {
  std::string secret_id = {};
  SecretEvent event = SecretEvent::changed;
  SecretValue value = {};  // the new one, of a change; empty if WatchOptions::fetch is off
};

/// Called from the watch's thread, one at a time. They must not throw. Whatever they refer to must outlive the watch.
struct WatchHandlers {
  /// At least once for each change, and never again for a secret that is deleted or denied.
  std::function<void(const SecretChange&)> on_change = {};
  /// What went wrong. The watch goes on by itself, unless `ended`. May be empty.
  std::function<void(const Error&, bool ended)> on_problem = {};
  /// What is to be watched by now, asked whenever a poll brought nothing: an id that is new in it is a change, and is
  /// watched from then on; then the watch does not end when nothing is left. Empty: what start() was given.
  std::function<Result<std::vector<std::string>>()> list = {};
};

struct WatchOptions {
  /// How long a server that can holds a poll back. Others are asked every 10 seconds; so is every server about more
  /// than 500 secrets, which take several polls.
  std::chrono::seconds wait{50};
  /// Reads the new value for the handler. If off, `changed` is said again each second until somebody reads it.
  bool fetch = true;
};

class WatchLoop;

/// Ends when it is stopped or destroyed, when nothing is left to watch, or when the server says that it cannot be (an
/// unknown identity, no such route). Outlives lost connections and servers that restart, waiting longer and longer up
/// to a minute between tries. The client may go before it.
class Watch {
 public:
  [[nodiscard]] static Result<Watch> start(const Client& client, std::vector<std::string> secret_ids,
                                           WatchHandlers handlers, const WatchOptions& options = {});

  /// Asks it to end and returns at once; a handler may still be running. From any thread, and from handlers.
  void stop();
  /// Until it has ended by itself or by stop(). Not from handlers.
  void wait();

  Watch(Watch&&) noexcept = default;
  Watch& operator=(Watch&&) = delete;
  /// Stops and waits; in a handler it stops only.
  ~Watch();

 private:
  explicit Watch(std::shared_ptr<WatchLoop> loop);

  std::shared_ptr<WatchLoop> loop_;
  std::thread thread_;
};

}  // namespace signet::client
