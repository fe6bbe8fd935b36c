// SPDX-License-Identifier: Apache-2.0
// One keep-alive connection from an address of 127.0.0.0/8, with one request at a time on its way.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signet::flood {

using Clock = std::chrono::steady_clock;

class Connection {
 public:
  explicit Connection(std::uint16_t port) : port_(port) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { close(); }

  /// From address `from`, as a number. Waits for nothing but the kernel. False: there is none.
  [[nodiscard]] bool open(std::uint32_t from);
  void close();
  [[nodiscard]] bool is_open() const { return socket_ >= 0; }
  [[nodiscard]] int socket() const { return socket_; }

  /// `meant_for`: from when its answer is awaited. False: the server has gone.
  [[nodiscard]] bool send(std::string_view request, Clock::time_point meant_for);
  /// What came is read. The status, once the answer is whole; 0 if the server closed instead.
  [[nodiscard]] std::optional<int> receive();
  [[nodiscard]] Clock::time_point meant_for() const { return meant_for_; }

  int requests = 0;  // on this connection

 private:
  const std::uint16_t port_;
  int socket_ = -1;
  std::string input_;
  Clock::time_point meant_for_;
};

}  // namespace signet::flood
