// SPDX-License-Identifier: Apache-2.0
#include "net/server.hpp"

#include "listener.hpp"
#include "shared.hpp"
#include "worker.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace signet::net {

struct Server::State {
  explicit State(ListenerOptions options) : shared(std::move(options)) {}

  Shared shared;
  std::vector<std::unique_ptr<Worker>> workers;
  std::unique_ptr<Listener> listener;
  bool running = false;
};

Server::Server(ListenerOptions options, const ServiceFactory& make_service, BoundPorts ports)
    : state_(std::make_unique<State>(std::move(options))) {
  if (auto loaded = reload_tls(); !loaded) throw std::runtime_error(loaded.error());
  const auto threads = std::max(1U, state_->shared.options.threads);
  for (unsigned i = 0; i < threads; ++i)
    state_->workers.push_back(std::make_unique<Worker>(state_->shared, make_service));
  state_->listener = std::make_unique<Listener>(state_->shared, state_->workers, std::move(ports));
}

Server::~Server() {
  stop();
  state_->listener.reset();
  // The first worker's context may hold a socket that was meant for another one, so it goes first.
  for (auto& worker : state_->workers) worker.reset();
}

std::uint16_t Server::port() const { return state_->listener->port(); }
std::size_t Server::connections() const { return state_->shared.connections.open(); }

void Server::start() {
  state_->running = true;
  state_->listener->start();
  for (auto& worker : state_->workers) worker->start();
}

std::expected<void, std::string> Server::reload_tls() {
  const auto& files = state_->shared.options.tls;
  if (!files) return {};
  auto context = load_tls_context(*files);
  if (!context) return std::unexpected(std::move(context.error()));
  state_->shared.tls.set(std::move(*context));
  return {};
}

void Server::stop() {
  if (!std::exchange(state_->running, false)) return;
  asio::post(state_->workers.front()->context(), [this] { state_->listener->stop(); });
  for (auto& worker : state_->workers) worker->stop();
  for (auto& worker : state_->workers) worker->join();
}

}  // namespace signet::net
