// SPDX-License-Identifier: Apache-2.0
// Keys as other tools keep them: PEM, PKCS#8 or SubjectPublicKeyInfo in DER, or the bare bytes of a standard. What bare
// bytes are follows from their number, and where several algorithms share one it must be said.
#pragma once

#include "signet/crypto/keys.hpp"

#include <optional>

namespace signet::crypto {

/// Whatever PrivateKey reads as PEM, the DER of one block, a seed, or the standard's secret key without a seed.
[[nodiscard]] std::expected<PrivateKey, KeyError> import_private_key(ByteView bytes,
                                                                    std::optional<Algorithm> algorithm = {});
/// Whatever PublicKey reads as PEM, the DER in it, or the raw key or blob.
[[nodiscard]] std::expected<PublicKey, KeyError> import_public_key(ByteView bytes,
                                                                  std::optional<Algorithm> algorithm = {});

/// PKCS#8. Throws std::logic_error for a hybrid, which has none, and for a key without its seed.
[[nodiscard]] SecretBytes to_der(const PrivateKey& key);
/// SubjectPublicKeyInfo. Throws std::logic_error for a hybrid.
[[nodiscard]] Bytes to_der(const PublicKey& key);

}  // namespace signet::crypto
