// SPDX-License-Identifier: Apache-2.0
#include "worker.hpp"

#include "response_head.hpp"

#include <fmt/format.h>
#include <boost/asio/post.hpp>

#include <exception>
#include <random>

namespace signet::net {
namespace {

constexpr int kOneThread = 1;  // a hint to Asio: posting to itself wakes nobody

}  // namespace

Worker::Worker(Shared& shared, const ServiceFactory& make_service)
    : shared_(shared),
      context_(kOneThread),
      work_(context_.get_executor()),
      sweeper_(context_.get_executor()),
      service_(make_service([this] { wake(); })),
      id_prefix_(std::random_device()()) {}

Worker::~Worker() { dismantled_ = true; }

void Worker::start() {
  sweep_later();
  thread_ = std::thread([this] { run(); });
}

void Worker::run() {
  while (true) {
    try {
      context_.run();
      return;
    } catch (const std::exception& failure) {
      options().log(std::string("an I/O thread goes on after: ") + failure.what());
    }
  }
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

void Worker::adopt(Socket socket, const Address& peer, ConnectionLimit::Ticket ticket, bool welcome) {
  auto admit = [this, socket = std::move(socket), peer, ticket = std::move(ticket), welcome]() mutable {
    auto tls = shared_.tls.get();
    if (stopping_ || (tls && !welcome)) return;  // a handshake would cost more than it tells
    auto stream = tls ? make_tls_stream(std::move(socket), std::move(tls)) : make_plain_stream(std::move(socket));
    std::make_shared<Session>(*this, std::move(stream), peer, std::move(ticket), welcome)->start();
  };
  asio::post(context_, std::move(admit));
}

void Worker::enter(Session& session) { sessions_.insert(&session); }

void Worker::leave(Session& session) {
  sessions_.erase(&session);
  if (!dismantled_) end_if_done();
}

std::string_view Worker::date() {
  const auto second = to_unix_seconds(options().clock->now());
  if (second != date_second_) {
    date_ = http_date(second);
    date_second_ = second;
  }
  return date_;
}

std::string Worker::next_request_id() { return fmt::format("{:08x}-{:x}", id_prefix_, ++requests_); }

// Many requests of one turn of the loop wake us; the turn that follows takes them all. Whatever is ready now runs
// first.
void Worker::wake() {
  if (turn_is_due_.exchange(true)) return;
  asio::post(context_, [this] {
    turn_is_due_ = false;
    service_->turn();
  });
}

void Worker::sweep_later() {
  sweeper_.expires_after(options().limits.sweep);
  sweeper_.async_wait([this](boost::system::error_code cancelled) {
    if (!cancelled) sweep();
  });
}

void Worker::sweep() {
  const auto time = now();
  for (auto* session : sessions_) session->sweep(time);
  service_->tick();
  if (stopping_ && time >= grace_ends_) context_.stop();
  if (work_.owns_work()) sweep_later();
}

void Worker::stop() {
  asio::post(context_, [this] { begin_stop(); });
}

void Worker::begin_stop() {
  stopping_ = true;
  grace_ends_ = now() + options().limits.grace;
  for (auto* session : sessions_) session->stop();
  service_->stop();
  end_if_done();
}

void Worker::end_if_done() {
  if (!stopping_ || !sessions_.empty()) return;
  sweeper_.cancel();
  work_.reset();
}

}  // namespace signet::net
