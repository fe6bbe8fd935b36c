// SPDX-License-Identifier: Apache-2.0
// Identity tokens, for who relies on them: the keys of a vault, which anybody may fetch, and the check of a token by
// them. Whoever has a token is not yet the machine: ask it for a proof over a challenge of your own as well
// (signet/crypto/token.hpp).
#pragma once

#include "signet/client/connect_options.hpp"
#include "signet/client/error.hpp"
#include "signet/client/identity_token_types.hpp"
#include "signet/crypto/token.hpp"

#include <string_view>
#include <vector>

namespace signet::client {

/// What a vault's tokens are verified with. Fetch them anew for a token whose key is not among them, and at least once
/// an hour: a key that is not there any more is good for nothing.
struct IdentityKeys {
  std::string issuer = {};
  std::vector<crypto::PublicKey> keys = {};  // newest first
};

/// Unsigned, over verified TLS: who answers is believed. A vault that is not there has no keys. Error: server, if a key
/// is not what it is said to be.
[[nodiscard]] Result<IdentityKeys> fetch_identity_keys(std::string_view api_url, std::string_view vault_id,
                                                       const ConnectOptions& options = {});

/// Either form. Clocks may differ by a minute. Error: local, which says what is wrong.
[[nodiscard]] Result<crypto::TokenClaims> verify_identity_token(std::string_view token, const IdentityKeys& keys,
                                                                std::string_view audience, Time now);

}  // namespace signet::client
