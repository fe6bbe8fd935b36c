// SPDX-License-Identifier: Apache-2.0
// The key hierarchy: root key -> project keys -> a data key for each version of each secret. XChaCha20-Poly1305
// throughout; the additional data says exactly whose bytes these are, so nothing can be swapped for anything else.
// docs/formats.md has the bytes.
#pragma once

#include "domain/vault.hpp"
#include "signet/crypto/random.hpp"

#include <expected>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace signet::keyring {

/// Stored bytes do not open: damaged, swapped, or sealed under another root key.
struct CannotOpen : std::runtime_error {
  using runtime_error::runtime_error;
};

enum class Purpose { value, note, once, pending, sync, ca, webhook, response, issuer, checkpoint };

/// Whose value it is. Part of the additional data.
struct Place {
  VaultId vault;
  std::optional<ProjectId> project;  // none: the vault's own, under the vault's own key
  std::string object;  // the id of a secret, a one-time link, an authority or a webhook
  std::uint64_t version;
};

struct Sealed {
  Bytes ciphertext;
  Bytes wrapped_key;
};

/// Holds the root key in locked memory. Immutable; thread-safe.
class Keyring {
 public:
  /// `root_key` is 32 bytes.
  Keyring(ByteView root_key, crypto::Random& random);
  Keyring(Keyring&&) noexcept;
  Keyring& operator=(Keyring&&) noexcept;
  ~Keyring();

  /// Identifies a root key without revealing it: hex of 8 bytes of BLAKE2b-256(key = root key, "signet/mk-id/v1").
  [[nodiscard]] const std::string& root_key_id() const;

  [[nodiscard]] ProjectKey make_project_key(const VaultId& vault, const ProjectId& project) const;
  /// For what belongs to a vault and to no project.
  [[nodiscard]] ProjectKey make_vault_key(const VaultId& vault) const;
  [[nodiscard]] Sealed seal(Purpose purpose, const Place& place, const ProjectKey& project_key, ByteView plain) const;
  /// Throws CannotOpen.
  [[nodiscard]] SecretBytes open(Purpose purpose, const Place& place, const ProjectKey& project_key,
                                 ByteView ciphertext, ByteView wrapped_key) const;
  /// Whether this root key opens it: of a project or, without one, of the vault itself.
  [[nodiscard]] bool opens(const VaultId& vault, const std::optional<ProjectId>& project,
                           const ProjectKey& project_key) const;
  /// HMAC-SHA256 under a key of its own for this use: digests of secrets that must not be guessable from the database.
  [[nodiscard]] std::array<std::uint8_t, 32> keyed_digest(std::string_view use, ByteView bytes) const;

 private:
  struct Keys;
  std::unique_ptr<const Keys> keys_;
};

}  // namespace signet::keyring
