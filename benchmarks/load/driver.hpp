// SPDX-License-Identifier: Apache-2.0
// Sends signed requests and takes the answers' times, in one thread that sleeps whenever there is nothing to do: on two
// cores a generator that spins would starve the server.
#pragma once

#include "connection.hpp"
#include "latency.hpp"
#include "signing.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace signet::load {

struct Plan {
  const std::vector<Request>& requests;
  std::uint16_t port;
  std::size_t connections;
  SSL_CTX* tls = nullptr;
  /// Empty: a closed loop, each connection sends again when it was answered. Else an open loop: when each request is
  /// meant to leave, in nanoseconds from the start; it waits while all connections are busy, and its latency counts
  /// from here all the same.
  std::vector<std::int64_t> leaves = {};
  std::size_t warm_up = 0;              // requests at the beginning that are sent and not counted
  double most_seconds = 0;              // to count for, and ten times what to warm up for; 0: until all are sent
  double start_at = 0;                  // Unix seconds; 0: as soon as connected
  std::function<void()> begin = [] {};  // called before the first counted request is sent
  std::function<void()> end = [] {};    // called when the last one has been sent
};

struct Driven {
  std::size_t sent = 0;
  Latencies latencies;       // of requests sent and answered between begin and end, and of those on their way then
  std::size_t answered = 0;  // between begin and end, whenever sent: what throughput and cost go by
  double seconds = 0;        // from begin to end
  std::map<int, std::size_t> statuses;  // of all requests, the first too; 0: the connection was closed instead
  std::size_t unexpected = 0;           // another status than the request should have
  double cpu_seconds = 0;               // of this thread, from begin to end
};

/// Throws std::runtime_error if nobody listens, or nothing was answered for 30 seconds.
[[nodiscard]] Driven drive(const Plan& plan);

}  // namespace signet::load
