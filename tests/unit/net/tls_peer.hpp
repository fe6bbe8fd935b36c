// SPDX-License-Identifier: Apache-2.0
// Certificates made on the spot and a client that speaks TLS, both through OpenSSL.
#pragma once

#include "live_server.hpp"

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace signet::net {

/// PEM texts of a self-signed certificate and its key.
struct Certificate {
  std::string certificate;
  std::string key;
};
[[nodiscard]] Certificate make_certificate(const std::string& common_name);

struct TlsOffer {
  int version = 0;             // the only one; 0: whatever OpenSSL offers
  std::string groups = {};     // empty: OpenSSL's own list
  std::string protocols = {};  // in the wire format of ALPN
};

class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port, const TlsOffer& offer = TlsOffer());

  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] Client& plain() { return plain_; }
  [[nodiscard]] std::string version() const { return SSL_get_version(ssl_.get()); }
  [[nodiscard]] std::string group() const;
  [[nodiscard]] std::string protocol() const;
  [[nodiscard]] std::string server_name() const;  // the common name in its certificate
  bool send(std::string_view bytes);
  /// Sends, then all that comes until `end` is in it or the stream ends.
  [[nodiscard]] std::string ask(std::string_view bytes, std::string_view end);
  /// True: the server said goodbye as TLS wants it.
  [[nodiscard]] bool ended();

 private:
  Client plain_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  bool connected_ = false;
};

}  // namespace signet::net
