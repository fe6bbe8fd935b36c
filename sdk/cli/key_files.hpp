// SPDX-License-Identifier: Apache-2.0
// Keys as the user names them.
#pragma once

#include "failure.hpp"
#include "record.hpp"
#include "signet/crypto/keys.hpp"

#include <string>

namespace signet::cli {

/// Of a file with a public key, or with a private one (which must then be its owner's alone).
[[nodiscard]] Result<crypto::PublicKey> load_public_key(const std::string& path);
/// algorithm, fingerprint, publicKey.
[[nodiscard]] Record describe_key(const crypto::PublicKey& key);

}  // namespace signet::cli
