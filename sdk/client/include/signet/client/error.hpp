// SPDX-License-Identifier: Apache-2.0
// What can go wrong on the way to a server and back, for programs (kind, status) and for people (message).
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace signet::client {

enum class ErrorKind : std::uint8_t {
  authentication,   // 401: the server does not know this identity or did not accept its signature
  access_denied,    // 403: known, and not allowed; also pending, disabled, vault suspended. 423: project frozen
  not_found,        // 404
  conflict,         // 409: a name taken, a version moved on, a state that forbids it
  locked_out,       // 429: failed too often, over a budget, or a policy's rate is used up; see retry_after
  sealed_or_busy,   // 503
  invalid_request,  // 400, 405, 413, 414, 431, or refused here before it was sent
  network,          // no connection, connection lost, no answer in time
  tls,              // the server could not prove who it is
  clock_skew,       // this machine's clock or the server's is wrong
  local,            // a file or key of this machine
  server,           // 5xx, or an answer that makes no sense
};

/// Stable lower-case name for scripts and logs: "access_denied".
[[nodiscard]] std::string_view name_of(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::server;
  int status = 0;  // of the HTTP answer; 0 if there was none
  /// What is wrong, where, and what to do. May quote the server: escape it before a terminal shows it.
  std::string message = {};
  std::optional<std::chrono::seconds> retry_after = {};
  /// A write was sent and nobody can say whether it took effect. Look before doing it again.
  bool may_have_happened = false;
  /// A write expected another version of the secret than this, the current one.
  std::optional<std::uint64_t> current_version = {};
};

template <class T>
using Result = std::expected<T, Error>;

}  // namespace signet::client
