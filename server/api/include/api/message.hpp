// SPDX-License-Identifier: Apache-2.0
// A request and an answer as plain values: nothing here has heard of a socket.
#pragma once

#include "domain/address.hpp"
#include "signet/schema/secret_bytes.hpp"
#include "store/snapshot.hpp"
#include "store/transaction.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::api {

struct Header {
  std::string name;
  std::string value;
};

/// Everything before the body, exactly as received.
struct RequestHead {
  std::string method;
  std::string target;
  std::vector<Header> headers;
  Address address;  // of the client, trusted proxies seen through
  std::string id = {};  // for the log; made by the transport, unknown to the client unless it is told

  /// How often the header is there; names are case-insensitive.
  [[nodiscard]] std::size_t count(std::string_view name) const;
  /// The first one, or empty.
  [[nodiscard]] std::string_view value(std::string_view name) const;
};

struct Request {
  RequestHead head;
  SecretBytes body;
};

/// The body of an answer that may be larger than memory: each call gives what comes next, perhaps nothing yet, and null
/// at the end. Called on threads that may be kept waiting, one call at a time, each looking at the state of its moment.
/// What it throws ends the answer: the client sees that it is not whole.
using Pieces = std::move_only_function<std::optional<SecretBytes>(store::Reader& reader)>;

/// What is to be done in the next commit if the answer could not be written.
using Regret = std::move_only_function<void(store::Transaction& transaction)>;

struct Response {
  int status = 200;
  std::vector<Header> headers = {};  // those the transport does not set itself
  SecretBytes body = {};             // JSON unless Content-Type says otherwise
  Pieces pieces = {};                // instead of the body, if there are any
  Regret if_lost = {};
  std::size_t route = 0;  // that answered: its place in the table, from 1; 0: none
};

}  // namespace signet::api
