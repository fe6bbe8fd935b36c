// SPDX-License-Identifier: Apache-2.0
// Keys on P-256, through OpenSSL.
#pragma once

#include "openssl_handles.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <optional>

namespace signet::crypto::p256 {

inline constexpr std::size_t kScalar = 32;
inline constexpr std::size_t kPoint = 65;  // uncompressed

/// Absent: not the encoding of a point on the curve.
[[nodiscard]] std::optional<EvpPkey> import_point(ByteView uncompressed);
/// Throws std::runtime_error on what is no scalar of the curve.
[[nodiscard]] EvpPkey import_scalar(ByteView scalar);
[[nodiscard]] SecretBytes random_scalar(Random& random);

}  // namespace signet::crypto::p256
