// SPDX-License-Identifier: Apache-2.0
// Sealing a value to somebody's X25519+ML-KEM-768 key: what is sealed stays closed unless both are broken.
//   public key  01 | 0020 | X25519 key (32) | 04a0 | ML-KEM-768 key (1184)
//   envelope    01 | ephemeral X25519 key (32) | ML-KEM ciphertext (1088) | nonce (12) | ciphertext and tag
// The secret of both is X-Wing's; HKDF-SHA256 makes a key of it that is bound to the recipient's whole key and the
// whole header; ChaCha20-Poly1305 seals under it, with header and context as additional data. An envelope does not say
// who made it: where that matters, it is signed.
#pragma once

#include "signet/crypto/keys.hpp"
#include "signet/crypto/random.hpp"

#include <optional>

namespace signet::crypto {

/// How much longer an envelope is than what it holds.
inline constexpr std::size_t kEnvelopeOverhead = 1'149;

/// Immutable; safe to share between threads.
class SealingPublicKey {
 public:
  /// Refuses other lengths, versions and tags, X25519 keys that are not canonical or of small order, and ML-KEM keys
  /// out of range.
  [[nodiscard]] static std::expected<SealingPublicKey, KeyError> from_raw(ByteView raw);
  /// One block `SIGNET SEALING PUBLIC KEY`.
  [[nodiscard]] static std::expected<SealingPublicKey, KeyError> from_pem(std::string_view pem);

  [[nodiscard]] const Bytes& raw() const;
  [[nodiscard]] std::string to_pem() const;
  /// As of any key: SHA-256(algorithm id || raw key).
  [[nodiscard]] Fingerprint fingerprint() const;

  /// `context`: what both sides know and the envelope must not be used without.
  [[nodiscard]] Bytes seal(ByteView context, ByteView plaintext, Random& random) const;

 private:
  struct Parsed;
  explicit SealingPublicKey(std::shared_ptr<const Parsed> parsed);
  std::shared_ptr<const Parsed> parsed_;
  friend class SealingPrivateKey;
};

/// Move-only; wiped. open() may be called from several threads.
class SealingPrivateKey {
 public:
  [[nodiscard]] static SealingPrivateKey generate(Random& random);
  /// 32 bytes; throws std::invalid_argument for another length.
  [[nodiscard]] static SealingPrivateKey from_seed(ByteView seed);
  /// One block `SIGNET SEALING PRIVATE KEY`, which holds the seed.
  [[nodiscard]] static std::expected<SealingPrivateKey, KeyError> from_pem(std::string_view pem);

  [[nodiscard]] SecretBytes to_pem() const;
  [[nodiscard]] const SealingPublicKey& public_key() const;
  /// Nothing if any bit of envelope or context is another, or it was sealed to somebody else.
  [[nodiscard]] std::optional<SecretBytes> open(ByteView context, ByteView envelope) const;

  SealingPrivateKey(SealingPrivateKey&&) noexcept;
  SealingPrivateKey& operator=(SealingPrivateKey&&) noexcept;
  ~SealingPrivateKey();

 private:
  struct Parsed;
  explicit SealingPrivateKey(std::unique_ptr<const Parsed> parsed);
  std::unique_ptr<const Parsed> parsed_;
};

}  // namespace signet::crypto
