// SPDX-License-Identifier: Apache-2.0
// ML-DSA (FIPS 204) verified by liboqs, if the build was asked to: pure mode, empty context, as by OpenSSL, which makes
// and reads the keys and signs either way. Both must agree about every input; a test holds them against each other.
#pragma once

#include "signet/schema/algorithm.hpp"
#include "signet/schema/secret_bytes.hpp"

namespace signet::crypto {

/// REQUIRES: an ML-DSA algorithm, and lengths that are those of the registry.
[[nodiscard]] bool verify_by_liboqs(Algorithm algorithm, ByteView public_key, ByteView message, ByteView signature);

}  // namespace signet::crypto
