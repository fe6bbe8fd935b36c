// SPDX-License-Identifier: Apache-2.0
// A server on a real socket that reads requests and says what it was told to say.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace signet::client {

/// A self-signed certificate and its key, in one PEM file.
struct CertificateWish {
  std::string subject_names = "DNS:localhost,IP:127.0.0.1";
  long valid_from = -3'600;  // seconds from now
  long valid_to = 3'600;
};
void write_certificate(const std::filesystem::path& file, const CertificateWish& wish);

struct ServerWish {
  /// One entry a connection: what to answer to each request on it. An empty answer says nothing and waits until the
  /// client goes. After the last one the server closes.
  std::vector<std::vector<std::string>> connections = {};
  std::filesystem::path certificate = {};  // empty: no TLS
  bool old_tls = false;                    // nothing newer than TLS 1.1
};

class CannedServer {
 public:
  explicit CannedServer(ServerWish wish);
  ~CannedServer();
  CannedServer(const CannedServer&) = delete;
  CannedServer& operator=(const CannedServer&) = delete;

  [[nodiscard]] unsigned short port() const;
  /// Waits until the wish is fulfilled. The requests as they were on the wire, in order.
  [[nodiscard]] std::vector<std::string> requests();
  /// What clients called the server in their handshakes.
  [[nodiscard]] std::vector<std::string> names_asked_for();

 private:
  struct Running;
  std::unique_ptr<Running> running_;
};

/// A port where nobody listens.
[[nodiscard]] unsigned short closed_port();

[[nodiscard]] std::string answer(std::string_view body, std::string_view headers = {},
                                 std::string_view status = "200 OK");

}  // namespace signet::client
