// SPDX-License-Identifier: Apache-2.0
#include "listener.hpp"

#include "client_address.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace signet::net {
namespace {

constexpr auto kPauseAfterError = std::chrono::milliseconds(100);

/// A machine without IPv6, as many containers are, has no ::1. Who listens on 127.0.0.1 too misses nothing there.
bool may_be_absent(const asio::ip::address& address, const std::vector<std::string>& all) {
  return address.is_v6() && address.is_loopback() && all.size() > 1;
}

bool is_absence(const boost::system::error_code& error) {
  return error == asio::error::address_family_not_supported || error == boost::system::errc::address_not_available;
}

std::optional<Acceptor> listen_on(asio::io_context& context, const std::string& text, std::uint16_t port,
                                  const ListenerOptions& options) {
  const auto fail = [&](const std::string& why) -> std::runtime_error {
    return std::runtime_error(fmt::format("cannot listen on {} port {}: {}", text, port, why));
  };
  boost::system::error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (error) throw fail("it is not a numeric address");
  try {
    const Tcp::endpoint endpoint(address, port);
    Acceptor acceptor(context.get_executor(), endpoint.protocol());
    acceptor.set_option(Acceptor::reuse_address(true));
    if (address.is_v6()) acceptor.set_option(asio::ip::v6_only(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    return acceptor;
  } catch (const boost::system::system_error& failure) {
    if (!may_be_absent(address, options.addresses) || !is_absence(failure.code())) throw fail(failure.code().message());
    options.log("not listening on " + text + ": this machine has no IPv6");
    return std::nullopt;
  }
}

/// Without the zone of a link-local address: it names an interface of this host and no client.
Address address_of(const Tcp::endpoint& peer) {
  const auto text = peer.address().is_v4() ? peer.address().to_string()
                                           : asio::ip::address_v6(peer.address().to_v6().to_bytes()).to_string();
  return Address::parse(text).value();
}

}  // namespace

Listener::Listener(Shared& shared, const std::vector<std::unique_ptr<Worker>>& workers)
    : shared_(shared), workers_(workers), port_(shared.options.port), pause_(workers.front()->context()) {
  if (shared.options.addresses.empty()) throw std::runtime_error("there is no address to listen on");
  for (const auto& address : shared.options.addresses) {
    auto acceptor = listen_on(workers.front()->context(), address, port_, shared.options);
    if (!acceptor) continue;
    acceptors_.push_back(std::move(*acceptor));
    port_ = acceptors_.back().local_endpoint().port();
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
