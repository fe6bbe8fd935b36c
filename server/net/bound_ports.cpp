// SPDX-License-Identifier: Apache-2.0
#include "net/bound_ports.hpp"

#include "asio.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <boost/asio/ip/v6_only.hpp>

#include <optional>
#include <stdexcept>

namespace signet::net {
namespace {

/// A machine without IPv6, as many containers are, has no ::1. Who listens on 127.0.0.1 too misses nothing there.
bool may_be_absent(const asio::ip::address& address, const std::vector<std::string>& all) {
  return address.is_v6() && address.is_loopback() && all.size() > 1;
}

bool is_absence(const boost::system::error_code& error) {
  return error == asio::error::address_family_not_supported || error == boost::system::errc::address_not_available;
}

std::optional<Acceptor> bind_to(asio::io_context& context, const std::string& text, std::uint16_t port,
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
    return acceptor;
  } catch (const boost::system::system_error& failure) {
    if (!may_be_absent(address, options.addresses) || !is_absence(failure.code())) throw fail(failure.code().message());
    options.log("not listening on " + text + ": this machine has no IPv6");
    return std::nullopt;
  }
}

}  // namespace

BoundPorts::BoundPorts(const ListenerOptions& options) : port_(options.port) {
  if (options.addresses.empty()) throw std::runtime_error("there is no address to listen on");
  asio::io_context context;  // only lends its acceptors
  for (const auto& address : options.addresses) {
    auto acceptor = bind_to(context, address, port_, options);
    if (!acceptor) continue;
    port_ = acceptor->local_endpoint().port();
    sockets_.emplace_back(address, Handle(acceptor->release()));
  }
}

BoundPorts::Handle::~Handle() {
  if (number_ >= 0) close(number_);
}

}  // namespace signet::net
