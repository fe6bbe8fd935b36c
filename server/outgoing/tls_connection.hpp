// SPDX-License-Identifier: Apache-2.0
// A TLS connection to somebody else's server. Every step ends with the deadline, or when somebody stops.
#pragma once

#include "domain/webhook.hpp"
#include "name_lookup.hpp"

#include <openssl/ssl.h>

#include <span>
#include <string_view>

namespace signet::outgoing {

struct FreeTls {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* connection) const { SSL_free(connection); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeTls>;

/// For clients that trust SSL_CERT_FILE, else what this system trusts. Null if there is nothing.
[[nodiscard]] TlsContext make_client_context();

class TlsConnection {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Step = std::expected<void, std::string>;  // or what went wrong

  TlsConnection(Time end, std::stop_token stop) : end_(end), stop_(std::move(stop)) {}
  ~TlsConnection();
  TlsConnection(const TlsConnection&) = delete;
  TlsConnection& operator=(const TlsConnection&) = delete;

  /// Gives up at `patience`, if that is before the end.
  [[nodiscard]] Step connect(const Endpoint& to, Time patience);
  /// The certificate must be for the host.
  [[nodiscard]] Step shake_hands(SSL_CTX& context, const std::string& host);
  [[nodiscard]] bool write(std::string_view bytes);
  /// 0: no more comes.
  [[nodiscard]] std::size_t read(std::span<char> into);

 private:
  template <class Operation>
  int step(Operation operation);
  [[nodiscard]] bool wait(short what, Time until) const;

  const Time end_;
  const std::stop_token stop_;
  int socket_ = -1;
  std::unique_ptr<SSL, FreeTls> tls_;
};

}  // namespace signet::outgoing
