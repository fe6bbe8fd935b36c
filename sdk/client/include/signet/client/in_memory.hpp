// SPDX-License-Identifier: Apache-2.0
// An identity for a process that comes and goes: its key is made, used and wiped in memory.
#pragma once

#include "signet/client/enrol.hpp"
#include "signet/client/time.hpp"

#include <optional>
#include <string_view>

namespace signet::client {

struct InMemoryIdentity {
  Identity identity = {};
  crypto::PrivateKey key;
  std::optional<Time> expires_at = {};  // of the machine; it is then unknown to the server
};

/// Registers with an enrolment token of the vault, whose machines are approved at once and end by themselves; open a
/// client with what it gives. The hostname, if none is given, is $HOSTNAME or "serverless"; options.base says nothing
/// here. Errors: authentication (token), invalid_request (hostname, name), local, network, tls, locked_out,
/// sealed_or_busy, server.
[[nodiscard]] Result<InMemoryIdentity> enrol_in_memory(std::string_view api_url, std::string_view vault_id,
                                                       const SecretBytes& token, const EnrolOptions& options = {},
                                                       const Environment& environment = process_environment());
/// The same over a way to the server that is given; private to the library.
[[nodiscard]] Result<InMemoryIdentity> enrol_in_memory_over(Exchange& exchange, std::string_view api_url,
                                                            std::string_view vault_id, const SecretBytes& token,
                                                            const EnrolOptions& options,
                                                            const Environment& environment);

}  // namespace signet::client
