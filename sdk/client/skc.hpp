// SPDX-License-Identifier: Apache-2.0
// The format of the offline cache, which SikkerKey's clients share:
//   {"v":1,"nonce":base64 of 12 bytes,"ct":base64 of ciphertext and tag,"cachedAt":Unix seconds}
// AES-256-GCM under a key derived from the identity's private key; the additional data binds an entry to its vault,
// machine, secret and time. Whatever is not exactly that is not an entry.
#pragma once

#include "signet/crypto/aes_gcm.hpp"
#include "signet/crypto/keys.hpp"
#include "signet/crypto/random.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signet::client {

/// What an entry is bound to.
struct SkcPlace {
  std::string vault_id = {};
  std::string machine_id = {};
  std::string name = {};  // the secret's id
};

struct SkcFile {
  std::array<std::uint8_t, crypto::kAesGcmNonce> nonce = {};
  Bytes sealed = {};
  std::chrono::sys_seconds cached_at = {};
};

/// Nothing if it is not one.
[[nodiscard]] std::optional<SkcFile> parse_skc(ByteView text);
[[nodiscard]] std::string to_text(const SkcFile& file);

/// HKDF-SHA256 with the vault's id as salt: of the Ed25519 seed, or of the ML-DSA seed where there is no Ed25519 half.
[[nodiscard]] SecretBytes skc_key(const crypto::PrivateKey& key, std::string_view vault_id);
[[nodiscard]] SkcFile seal_skc(const SecretBytes& key, const SkcPlace& place, std::chrono::sys_seconds at,
                               ByteView plaintext, crypto::Random& random);
/// Nothing if it was sealed under another key, for another place, or changed since.
[[nodiscard]] std::optional<SecretBytes> open_skc(const SecretBytes& key, const SkcPlace& place, const SkcFile& file);

}  // namespace signet::client
