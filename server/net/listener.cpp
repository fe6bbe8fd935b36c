// SPDX-License-Identifier: Apache-2.0
#include "listener.hpp"

#include "client_address.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace signet::net {
namespace {

constexpr auto kPauseAfterError = std::chrono::milliseconds(100);

/// Without the zone of a link-local address: it names an interface of this host and no client.
Address address_of(const Tcp::endpoint& peer) {
  const auto text = peer.address().is_v4() ? peer.address().to_string()
                                           : asio::ip::address_v6(peer.address().to_v6().to_bytes()).to_string();
  return Address::parse(text).value();
}

}  // namespace

Listener::Listener(Shared& shared, const std::vector<std::unique_ptr<Worker>>& workers, BoundPorts ports)
    : shared_(shared), workers_(workers), port_(ports.port()), pause_(workers.front()->context()) {
  for (auto& [address, socket] : ports.take()) {
    const auto protocol = asio::ip::make_address(address).is_v6() ? Tcp::v6() : Tcp::v4();
    auto& acceptor = acceptors_.emplace_back(workers.front()->context().get_executor(), protocol, socket.release());
    boost::system::error_code error;
    acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
      throw std::runtime_error(fmt::format("cannot listen on {} port {}: {}", address, port_, error.message()));
  }
}

void Listener::start() {
  for (auto& acceptor : acceptors_) accept_on(acceptor);
}

void Listener::accept_on(Acceptor& acceptor) {
  auto go_on = [this, &acceptor](const std::exception_ptr& failure) {
    if (!failure) return;
    shared_.options.log("accepting connections goes on after an exception");
    accept_on(acceptor);
  };
  asio::co_spawn(workers_.front()->context(), accept(*this, acceptor), std::move(go_on));
}

void Listener::stop() {
  for (auto& acceptor : acceptors_) acceptor.close();
  pause_.cancel();
}

Awaitable<> Listener::accept(Listener& self, Acceptor& acceptor) {
  bool troubled = false;
  while (acceptor.is_open()) {
    auto& worker = *self.workers_[self.next_worker_++ % self.workers_.size()];
    Socket socket(worker.context().get_executor());
    Tcp::endpoint peer;
    const auto [error] = co_await acceptor.async_accept(socket, peer, kAwait);
    if (!error) {
      troubled = false;
      self.hand_over(std::move(socket), address_of(peer), worker);
    } else if (acceptor.is_open()) {
      // Out of descriptors, out of memory, a client that left: it passes. Until then one line says it.
      if (!std::exchange(troubled, true)) self.shared_.options.log("cannot accept a connection: " + error.message());
      self.pause_.expires_after(kPauseAfterError);
      co_await self.pause_.async_wait(kAwait);
    }
  }
}

void Listener::hand_over(Socket socket, const Address& peer, Worker& worker) {
  boost::system::error_code ignored;  // slower, but it works
  socket.set_option(Tcp::no_delay(true), ignored);
  const bool trusted = is_within(peer, shared_.options.trusted_proxies);
  if (auto place = shared_.connections.take(peer, trusted)) {
    worker.adopt(std::move(socket), peer, std::move(*place), true);
  } else if (auto doorstep = shared_.turned_away.take(peer, trusted)) {
    worker.adopt(std::move(socket), peer, std::move(*doorstep), false);
  }
}

}  // namespace signet::net
