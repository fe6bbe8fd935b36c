// SPDX-License-Identifier: Apache-2.0
// Signing keys: make, read, write, sign, verify. One type for all algorithms; the key knows its own.
#pragma once

#include "signet/schema/algorithm.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <array>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::crypto {

/// A sentence for people: what is wrong with this key and what to do.
struct KeyError {
  std::string message;
};

using Fingerprint = std::array<std::uint8_t, 32>;

/// SHA-256(algorithm id || raw public key or blob).
[[nodiscard]] Fingerprint fingerprint(Algorithm algorithm, ByteView raw);

/// A public key that passed the checks of enrolment. Immutable; safe to share between threads.
class PublicKey {
 public:
  /// Refuses what does not sign, wrong lengths, Ed25519 points that are not canonical or not in the prime-order
  /// subgroup (RFC 8032, and libsodium's main-subgroup check), malformed hybrid blobs.
  [[nodiscard]] static std::expected<PublicKey, KeyError> from_raw(Algorithm algorithm, ByteView raw);
  /// For bytes that from_raw accepted before and that the database kept: skips the subgroup check only.
  [[nodiscard]] static std::expected<PublicKey, KeyError> from_stored(Algorithm algorithm, ByteView raw);
  /// SPKI PEM (`PUBLIC KEY`), or the hybrid block `SIGNET HYBRID PUBLIC KEY` (also `AETHERMESH HYBRID PUBLIC KEY`).
  [[nodiscard]] static std::expected<PublicKey, KeyError> from_pem(std::string_view pem);

  [[nodiscard]] Algorithm algorithm() const;
  /// As many bytes as the registry says: what goes on the wire as base64.
  [[nodiscard]] const Bytes& raw() const;
  [[nodiscard]] std::string to_pem() const;
  [[nodiscard]] Fingerprint fingerprint() const;
  /// The key's own fingerprint first, then those of a hybrid's halves: all of them are taken by one enrolment.
  [[nodiscard]] std::vector<Fingerprint> all_fingerprints() const;

  /// True only if every component's signature over exactly `message` is good. A hybrid always runs both halves.
  [[nodiscard]] bool verify(ByteView message, ByteView signature) const;

 private:
  struct Parsed;
  enum class PointCheck { full, done_before };
  explicit PublicKey(std::shared_ptr<const Parsed> parsed);
  [[nodiscard]] static std::expected<PublicKey, KeyError> parse(Algorithm algorithm, ByteView raw, PointCheck check);
  std::shared_ptr<const Parsed> parsed_;
  friend class PrivateKey;
};

/// A signing key. Move-only; the secret part is wiped with it. sign() may be called from several threads.
class PrivateKey {
 public:
  [[nodiscard]] static PrivateKey generate(Algorithm algorithm);
  /// A hybrid's has the Ed25519 seed first. Throws std::invalid_argument on another length, and for what does not sign.
  [[nodiscard]] static PrivateKey from_seed(Algorithm algorithm, ByteView seed);
  /// The standard's own secret key of ML-DSA or SLH-DSA, as other tools keep it. There is no seed in it: the key signs,
  /// and has no PEM.
  [[nodiscard]] static std::expected<PrivateKey, KeyError> from_expanded(Algorithm algorithm, ByteView expanded);
  /// Unencrypted PKCS#8: Ed25519 v1 (48 bytes of DER), ML-DSA seed-only or seed-priv, SLH-DSA; a hybrid is an Ed25519
  /// block followed by an ML-DSA block. Trailing bytes, other keys, other forms are refused.
  [[nodiscard]] static std::expected<PrivateKey, KeyError> from_pem(std::string_view pem);
  /// Ed25519: exactly the 48-byte v1 form. ML-DSA: seed-only. Hybrid: both, Ed25519 first. Throws std::logic_error for
  /// a key without its seed.
  [[nodiscard]] SecretBytes to_pem() const;

  [[nodiscard]] const PublicKey& public_key() const;
  [[nodiscard]] Algorithm algorithm() const { return public_key().algorithm(); }
  /// Pure mode, empty context; hedged but for Ed25519. SLH-DSA takes up to half a second.
  [[nodiscard]] Bytes sign(ByteView message) const;
  [[nodiscard]] bool has_seed() const;
  /// What from_seed takes. Throws std::logic_error if there is none.
  [[nodiscard]] SecretBytes seed() const;
  /// What from_expanded takes. Throws std::logic_error for a key with an Ed25519 part.
  [[nodiscard]] SecretBytes expanded() const;
  /// The 32-byte seed of the Ed25519 half if there is one, else the whole seed: what the offline cache derives from.
  [[nodiscard]] ByteView first_seed() const;

  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  ~PrivateKey();

 private:
  struct Parsed;
  explicit PrivateKey(std::unique_ptr<const Parsed> parsed);
  std::unique_ptr<const Parsed> parsed_;
};

/// Verifies against a fixed key of this algorithm, and is always false: what an unknown identity costs. None, or
/// another length than its signatures have: no verification.
bool verify_against_nobody(std::optional<Algorithm> algorithm, ByteView message, ByteView signature);

/// Known-answer tests of everything above, and the keys that must be refused. Throws std::runtime_error naming what
/// failed; a process that gets the exception must not start.
void self_test();

}  // namespace signet::crypto
