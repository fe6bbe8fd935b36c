// SPDX-License-Identifier: Apache-2.0
// The doors: bound addresses, and connections handed to the workers in turn. One thread accepts, since the kernel's own
// spreading leaves some workers idle when there are few connections.
#pragma once

#include "asio.hpp"
#include "net/bound_ports.hpp"
#include "shared.hpp"
#include "worker.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace signet::net {

/// Lives on the thread of the first worker once it has started.
class Listener {
 public:
  /// Listens; throws std::runtime_error with the address and the reason.
  Listener(Shared& shared, const std::vector<std::unique_ptr<Worker>>& workers, BoundPorts ports);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void start();
  void stop();

 private:
  void accept_on(Acceptor& acceptor);
  static Awaitable<> accept(Listener& self, Acceptor& acceptor);
  void hand_over(Socket socket, const Address& peer, Worker& worker);

  Shared& shared_;
  const std::vector<std::unique_ptr<Worker>>& workers_;
  std::vector<Acceptor> acceptors_;
  std::uint16_t port_;
  Timer pause_;
  std::size_t next_worker_ = 0;
};

}  // namespace signet::net
