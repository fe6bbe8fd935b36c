// SPDX-License-Identifier: Apache-2.0
// AES-256-GCM (NIST SP 800-38D) through OpenSSL, for formats that others chose. A nonce must never come twice under one
// key.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <optional>

namespace signet::crypto {

inline constexpr std::size_t kAesKey = 32;
inline constexpr std::size_t kAesGcmNonce = 12;
inline constexpr std::size_t kAesGcmTag = 16;

/// Ciphertext and tag. Throws std::invalid_argument if key or nonce have another length.
[[nodiscard]] Bytes seal_aes256_gcm(ByteView key, ByteView nonce, ByteView plaintext, ByteView additional);

/// Nothing if any bit of what goes in is not what was sealed, or a length is another.
[[nodiscard]] std::optional<SecretBytes> open_aes256_gcm(ByteView key, ByteView nonce, ByteView sealed,
                                                         ByteView additional);

}  // namespace signet::crypto
