// SPDX-License-Identifier: Apache-2.0
// One request and its answer as they are on the wire. Behind this face is a network, or a test.
#pragma once

#include "signet/client/audit_types.hpp"
#include "signet/client/error.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <chrono>
#include <expected>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace signet::client {

struct WireHeader {
  std::string name;
  std::string value;
};

struct WireRequest {
  std::string method = {};
  std::string target = {};               // goes on the request line byte for byte
  std::vector<WireHeader> headers = {};  // beside Host, User-Agent, Content-Length, Content-Type
  SecretBytes body = {};
  std::chrono::milliseconds patience{0};  // beyond the usual time, for an answer that is meant to come late
  std::stop_token stop = {};              // the exchange fails at once when this is requested
  Sink sink = {};                         // takes the body of a success, of any length, instead of the response
};

struct WireResponse {
  int status = 0;
  std::vector<WireHeader> headers = {};
  SecretBytes body = {};

  /// The first of this name, in any case of letters; an answer with two of ours is not ours.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
};

struct WireFailure {
  ErrorKind kind = ErrorKind::network;  // network, tls, server for an answer beyond all limits, or the sink's
  std::string message = {};
  bool sent = false;   // at least part of the request left this machine
  bool stale = false;  // a kept connection turned out to be closed before any byte of an answer: worth a fresh one
};

/// Thread-safe. Never follows a redirect, never sends a request twice.
class Transport {
 public:
  virtual ~Transport() = default;
  [[nodiscard]] virtual std::expected<WireResponse, WireFailure> send(const WireRequest& request) = 0;
};

}  // namespace signet::client
