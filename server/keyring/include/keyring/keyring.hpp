// SPDX-License-Identifier: Apache-2.0
// The key hierarchy: root key -> project keys -> a data key for each version of each secret. XChaCha20-Poly1305
// throughout; the additional data says exactly whose bytes these are, so nothing can be swapped for anything else.
// docs/formats.md has the bytes.
#pragma once

#include "domain/vault.hpp"
#include "signet/crypto/random.hpp"

#include <array>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace signet::keyring {

/// Stored bytes do not open: damaged, swapped, or sealed under another root key.
struct CannotOpen : std::runtime_error {
  using runtime_error::runtime_error;
};

/// The server was started without its root key, and nobody has unsealed it yet.
struct ServerSealed : std::runtime_error {
  ServerSealed() : runtime_error("the server is sealed: it has no root key") {}
};

enum class Purpose { value, note, once, pending, sync, ca, webhook, response, issuer, checkpoint, proof };

/// Whose value it is. Part of the additional data.
struct Place {
  std::optional<VaultId> vault;      // none: the installation's own, under its own key
  std::optional<ProjectId> project;  // none: the vault's own, under the vault's own key
  std::string object;  // the id of a secret, a one-time link, an authority or a webhook
  std::uint64_t version;
};

struct Sealed {
  Bytes ciphertext;
  Bytes wrapped_key;
};

/// Another root key, and the present one wrapped by it.
struct NextRoot {
  SecretBytes root_key;
  std::string id;
  Bytes wrapped_former;
};

/// Holds root keys in locked memory: the one that wraps, and those before it that still open. Thread-safe. While it
/// holds none it is sealed, and whatever needs a key throws ServerSealed.
class Keyring {
 public:
  /// `root_key` is 32 bytes.
  Keyring(ByteView root_key, crypto::Random& random);
  /// Sealed.
  explicit Keyring(crypto::Random& random);
  Keyring(Keyring&&) noexcept;
  Keyring& operator=(Keyring&&) noexcept;
  ~Keyring();

  [[nodiscard]] bool is_sealed() const;
  /// Root keys in locked memory, for adopt(). Throws what LockedKey does.
  struct LockedRoots;
  [[nodiscard]] std::shared_ptr<LockedRoots> lock_in_memory(ByteView root_key,
                                                            std::span<const SecretBytes> former = {}) const;
  /// From here on this one wraps. Those that it holds, and `former`, still open. REQUIRES: this keyring locked them,
  /// and adopted no other root key since.
  void adopt(std::shared_ptr<LockedRoots> locked) noexcept;
  void adopt(ByteView root_key, std::span<const SecretBytes> former = {});
  /// Wipes those of them that do not wrap, once whoever uses them now has finished.
  void forget_former(std::span<const std::string> ids);
  [[nodiscard]] NextRoot make_next_root() const;

  /// Identifies a root key without revealing it: hex of 8 bytes of BLAKE2b-256(key = root key, "signet/mk-id/v1").
  [[nodiscard]] std::string root_key_id() const;

  [[nodiscard]] ProjectKey make_project_key(const VaultId& vault, const ProjectId& project) const;
  /// For what belongs to a vault and to no project, or to the installation and to no vault.
  [[nodiscard]] ProjectKey make_vault_key(const std::optional<VaultId>& vault) const;
  /// The next generation. `key` is among its former ones.
  [[nodiscard]] ProjectKey make_next_key(const VaultId& vault, const ProjectId& project, const ProjectKey& key) const;
  /// The same key and generation, wrapped by the present root key. Throws CannotOpen.
  [[nodiscard]] ProjectKey rewrap(const std::optional<VaultId>& vault, const std::optional<ProjectId>& project,
                                  const ProjectKey& key) const;
  /// The same data key, wrapped by the newest generation. Throws CannotOpen.
  [[nodiscard]] Bytes rewrap(Purpose purpose, const Place& place, const ProjectKey& project_key,
                             ByteView wrapped_key) const;
  [[nodiscard]] Sealed seal(Purpose purpose, const Place& place, const ProjectKey& project_key, ByteView plain) const;
  /// Throws CannotOpen.
  [[nodiscard]] SecretBytes open(Purpose purpose, const Place& place, const ProjectKey& project_key,
                                 ByteView ciphertext, ByteView wrapped_key) const;
  /// Whether this root key opens it: of a project or, without one, of the vault or the installation itself.
  [[nodiscard]] bool opens(const std::optional<VaultId>& vault, const std::optional<ProjectId>& project,
                           const ProjectKey& project_key) const;
  /// HMAC-SHA256 under a key of its own for this use: digests of secrets that must not be guessable from the database.
  [[nodiscard]] std::array<std::uint8_t, 32> keyed_digest(std::string_view use, ByteView bytes) const;
  /// Whether it is that of these bytes, made under any of the root keys.
  [[nodiscard]] bool is_keyed_digest(ByteView digest, std::string_view use, ByteView bytes) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace signet::keyring
