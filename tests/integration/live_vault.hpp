// SPDX-License-Identifier: Apache-2.0
// A running server with its first operator, and short words for what most tests need. Everything goes through libsignet
// and over the socket, as it would from another machine.
#pragma once

#include "signet/client/admin_client.hpp"
#include "signet/client/client.hpp"
#include "signet/client/enrol.hpp"
#include "support/raw_http.hpp"
#include "support/signetd_process.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace signet::testing {

/// What the call gave. An error ends the test and says where.
template <class T>
T must(client::Result<T> result, std::source_location where = std::source_location::current()) {
  if (!result) throw std::runtime_error("line " + std::to_string(where.line()) + ": " + result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// The kind of its error, or nothing.
template <class T>
std::optional<client::ErrorKind> error_of(const client::Result<T>& result) {
  if (result) return std::nullopt;
  return result.error().kind;
}

class LiveVault : public ::testing::Test {
 protected:
  LiveVault() = default;

  /// As the server is reached now: its port changes with every start.
  [[nodiscard]] client::ConnectOptions connect() const { return {.ca_file = authority}; }
  [[nodiscard]] client::AdminClient admin() const;
  /// The first vault, as its owner.
  [[nodiscard]] client::VaultAdmin vault() const;
  [[nodiscard]] client::Client open(client::Identity identity) const;

  /// Pending.
  [[nodiscard]] client::Identity enrol(const std::string& name, Algorithm algorithm = Algorithm::ed25519) const;
  /// Approved.
  [[nodiscard]] client::Identity make_machine(const std::string& name, Algorithm algorithm = Algorithm::ed25519) const;
  /// A machine that may read one secret.
  struct Reader {
    client::Identity identity;
    std::string project;
    std::string secret;
    [[nodiscard]] std::string target() const { return "/v1/secret/" + secret; }
  };
  [[nodiscard]] Reader make_reader(std::string_view value, Algorithm algorithm = Algorithm::ed25519) const;

  /// The same identities, for tests that write their own requests.
  [[nodiscard]] static RawSigner by_hand(const client::Identity& machine);
  [[nodiscard]] RawSigner by_hand() const;  // the first operator
  [[nodiscard]] RawConnection connection(const std::string& from = "127.0.0.1") const;
  /// One request on a connection of its own.
  [[nodiscard]] RawAnswer ask(std::string_view request, const std::string& from = "127.0.0.1") const;
  [[nodiscard]] std::string in_vault(const std::string& rest) const;

  Signetd server;
  std::filesystem::path authority;  // whom to trust over TLS
};

}  // namespace signet::testing
