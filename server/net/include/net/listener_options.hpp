// SPDX-License-Identifier: Apache-2.0
// What a server listens on and how much it takes. The numbers are the defaults that operators are told of.
#pragma once

#include "domain/address.hpp"
#include "domain/clock.hpp"
#include "signet/schema/limits.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::net {

/// PEM files: the certificate with its chain, and its key without a passphrase.
struct TlsFiles {
  std::string certificate;
  std::string key;
};

struct Limits {
  std::size_t connections = 12'000;
  std::size_t connections_per_address = 256;  // per /64 for IPv6; trusted proxies are not counted
  std::size_t bodies_in_flight = limits::kMaxBodiesInFlight;
  std::size_t linger_bytes = 1024 * 1024;  // read and thrown away after the last answer

  std::chrono::milliseconds handshake = std::chrono::seconds(10);
  std::chrono::milliseconds head = std::chrono::seconds(10);
  std::chrono::milliseconds body = std::chrono::seconds(30);
  std::chrono::milliseconds write = std::chrono::seconds(30);
  std::chrono::milliseconds idle = std::chrono::seconds(75);
  std::chrono::milliseconds commit = std::chrono::seconds(10);
  std::chrono::milliseconds linger = std::chrono::seconds(3);
  std::chrono::milliseconds grace = std::chrono::seconds(10);        // for requests in progress when the server stops
  std::chrono::milliseconds sweep = std::chrono::milliseconds(250);  // how often deadlines are looked at
};

/// An answer on its way to a client, also one that the transport gives itself.
struct Answered {
  std::size_t route;  // as in api::Response
  int status;
  std::string_view request;  // its id
};

struct ListenerOptions {
  std::vector<std::string> addresses;  // numeric
  std::uint16_t port = 0;              // 0: any free one, the same for all addresses
  unsigned threads = 1;
  std::optional<TlsFiles> tls = std::nullopt;
  std::vector<Network> trusted_proxies = {};
  Limits limits = {};
  const Clock* clock = &system_clock();
  std::function<void(std::string_view)> log = [](std::string_view) {};  // called from every I/O thread
  std::function<void(const Answered&)> answered = [](const Answered&) {};           // likewise
};

}  // namespace signet::net
