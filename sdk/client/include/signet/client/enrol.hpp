// SPDX-License-Identifier: Apache-2.0
// How a machine gets its identity: it makes a key, proves that it holds it, and hands in a token from an operator.
#pragma once

#include "signet/client/connect_options.hpp"
#include "signet/client/environment.hpp"
#include "signet/client/identity.hpp"
#include "signet/crypto/keys.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace signet::client {

class Exchange;

struct EnrolOptions {
  std::string name = {};      // what people call the machine; empty: the server takes the hostname
  std::string hostname = {};  // empty: this machine's
  Algorithm algorithm = kDefaultAlgorithm;
  std::filesystem::path base = {};  // the identity goes to <base>/vaults/<vaultId>; empty: base_folder()
  ConnectOptions connect = {};
};

struct Enrolment {
  Identity identity = {};
  std::filesystem::path folder = {};
  crypto::Fingerprint fingerprint = {};  // what the operator compares before approving
};

/// The key is on disk before anything is sent, in <base>/enrolling, and stays there while the outcome is unknown: the
/// same call again then uses the same key, and the server gives the same answer. An identity that was there for the
/// vault before is kept beside the new one under another name. The machine is pending until an operator approves it.
/// Errors: authentication (token), conflict (key), local, network, tls, locked_out, sealed_or_busy, server.
[[nodiscard]] Result<Enrolment> enrol(std::string_view api_url, const SecretBytes& token,
                                      const EnrolOptions& options = {},
                                      const Environment& environment = process_environment());
/// The same over a way to the server that is given; private to the library.
[[nodiscard]] Result<Enrolment> enrol_over(Exchange& exchange, std::string_view api_url, const SecretBytes& token,
                                           const EnrolOptions& options, const Environment& environment);

}  // namespace signet::client
