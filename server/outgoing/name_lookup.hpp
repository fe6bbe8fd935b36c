// SPDX-License-Identifier: Apache-2.0
// The addresses of a host. The system's look-up cannot be broken off, so each has a thread of its own that nobody needs
// to wait for: it shares with the one who asked only what both hold, and may end after everything else is gone.
#pragma once

#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace signet::outgoing {

struct Endpoint {
  sockaddr_storage address{};
  socklen_t size = 0;
};

/// Or what is wrong.
using Endpoints = std::expected<std::vector<Endpoint>, std::string>;

/// Asks the system, for as long as that takes.
[[nodiscard]] Endpoints look_up(const std::string& host, std::uint16_t port);

/// Thread-safe.
class NameLookup {
 public:
  using Function = std::function<Endpoints(const std::string&, std::uint16_t)>;
  /// What `function` holds lives until the last look-up is done.
  explicit NameLookup(Function function = look_up) : function_(std::move(function)) {}

  /// Waits until `end`, or until somebody stops. At most kMostUnderWay at a time, abandoned ones included.
  [[nodiscard]] Endpoints find(const std::string& host, std::uint16_t port, std::chrono::steady_clock::time_point end,
                               const std::stop_token& stop);

  static constexpr int kMostUnderWay = 32;

 private:
  Function function_;
  std::shared_ptr<std::atomic<int>> under_way_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace signet::outgoing
