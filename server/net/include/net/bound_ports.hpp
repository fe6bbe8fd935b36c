// SPDX-License-Identifier: Apache-2.0
// Ports that are taken and not open yet: who starts as root binds them, gives root's rights up, and listens afterwards.
#pragma once

#include "net/listener_options.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace signet::net {

class BoundPorts {
 public:
  /// All addresses of `options`, on one port; throws std::runtime_error with the address and the reason. An absent ::1
  /// beside other addresses is only logged.
  explicit BoundPorts(const ListenerOptions& options);

  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// An open socket.
  class Handle {
   public:
    explicit Handle(int number) : number_(number) {}
    Handle(Handle&& other) noexcept : number_(other.release()) {}
    Handle& operator=(Handle&&) = delete;
    ~Handle();
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] int release() { return std::exchange(number_, -1); }

   private:
    int number_;
  };
  /// Each with its address.
  [[nodiscard]] std::vector<std::pair<std::string, Handle>> take() { return std::move(sockets_); }

 private:
  std::uint16_t port_;
  std::vector<std::pair<std::string, Handle>> sockets_;
};

}  // namespace signet::net
