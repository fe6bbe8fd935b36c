// SPDX-License-Identifier: Apache-2.0
// Gives an identity on disk another key, so that no crash at any moment leaves it without a key that the server knows.
// The new key is in "<private key>.next" (mode 0600) before the server hears of it, and takes the old one's place in
// one step once the server has taken it. While both are there, every client of this library that the server tells that
// the old one is unknown tries the new one, and puts it in its place if it is good.
#pragma once

#include "signet/client/connect_options.hpp"
#include "signet/client/error.hpp"
#include "signet/client/identity.hpp"
#include "signet/client/key_types.hpp"
#include "signet/client/operator_identity.hpp"

#include <optional>
#include <span>
#include <string>

namespace signet::client {

struct KeyRotation {
  std::string algorithm = {};
  std::string fingerprint = {};
  std::optional<RotatedKey> answer = {};  // nothing: the server had taken the key in an earlier attempt
};

/// To one key, or to a keyset of two or three of which two must sign each request. Goes on with what an earlier call
/// left behind, whatever its algorithms. Errors: all kinds; after a conflict, access_denied or invalid_request nothing
/// is left behind.
[[nodiscard]] Result<KeyRotation> rotate_key_of(const Identity& identity, std::span<const Algorithm> algorithms,
                                                const ConnectOptions& options = {});
[[nodiscard]] Result<KeyRotation> rotate_key_of(const OperatorIdentity& identity, std::span<const Algorithm> algorithms,
                                                const ConnectOptions& options = {});

}  // namespace signet::client
