// SPDX-License-Identifier: Apache-2.0
// One keep-alive connection with at most one request on its way, plain or TLS.
#pragma once

#include "response.hpp"

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace signet::load {

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeSsl>;
/// Believes only the certificates of that PEM file.
[[nodiscard]] TlsContext make_tls_context(const std::string& authorities);

class Connection {
 public:
  /// To 127.0.0.1. Returns when it is established, the TLS handshake included. Throws std::runtime_error. `tls` may be
  /// null.
  Connection(std::uint16_t port, SSL_CTX* tls);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// The whole of it at once: there is always room for one request. Throws if there was not, or nobody listens.
  void send(std::string_view request);
  /// The answer's status, once it is whole. 0: the server has closed the connection.
  [[nodiscard]] std::optional<int> receive();
  [[nodiscard]] int descriptor() const { return socket_; }

 private:
  /// Bytes; 0 at the end, -1 if there is nothing now.
  [[nodiscard]] long read_some(char* buffer, std::size_t room);

  int socket_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
  std::string input_;
};

}  // namespace signet::load
