// SPDX-License-Identifier: Apache-2.0
// An operator's client: one method for each operator route. What concerns the installation is here, what concerns one
// vault in VaultAdmin.
#pragma once

#include "signet/client/admin_types.hpp"
#include "signet/client/audit_types.hpp"
#include "signet/client/connect_options.hpp"
#include "signet/client/error.hpp"
#include "signet/client/key_types.hpp"
#include "signet/client/operator_identity.hpp"
#include "signet/client/vault_admin.hpp"
#include "signet/crypto/keys.hpp"

#include <memory>
#include <string_view>

namespace signet::client {

/// Thread-safe. Every write carries a random request id, so that trying it again has no second effect; an error whose
/// may_have_happened is true says that even so the outcome is unknown.
class AdminClient {
 public:
  /// Loads the key; does not connect yet. Errors: local (key, address), tls (no authorities to trust).
  [[nodiscard]] static Result<AdminClient> open(OperatorIdentity identity, const ConnectOptions& options = {});

  [[nodiscard]] Result<Myself> myself();
  [[nodiscard]] VaultAdmin vault(std::string_view vault_id);
  /// Every kind of record that a log can have, in one page.
  [[nodiscard]] Result<Page<AuditAction>> audit_actions();

  /// Asks for `next` to be this operator's key, and proves it; rotate_key_of() does it for an identity on disk. This
  /// client goes on signing with its old key, which is unknown from here on. Conflict: the key was anybody's before, or
  /// is weaker.
  [[nodiscard]] Result<RotatedKey> rotate_key(const crypto::PrivateKey& next);

  // The rest needs root.
  [[nodiscard]] Result<Page<Vault>> vaults(const PageRequest& page = {});
  [[nodiscard]] Result<Vault> create_vault(std::string_view name);
  [[nodiscard]] Result<Page<Operator>> operators(const PageRequest& page = {});
  [[nodiscard]] Result<Page<AuditRecord>> audit(const AuditFilter& filter = {}, const PageRequest& page = {});
  /// See VaultAdmin::export_audit.
  [[nodiscard]] Result<void> export_audit(AuditFormat format, const AuditFilter& filter, const Sink& sink);
  // See VaultAdmin.
  [[nodiscard]] Result<AuditCheckpoint> audit_checkpoint(std::optional<std::uint64_t> size = {});
  [[nodiscard]] Result<AuditInclusion> audit_inclusion(std::uint64_t record, std::optional<std::uint64_t> size = {});
  [[nodiscard]] Result<AuditConsistency> audit_consistency(std::uint64_t from, std::optional<std::uint64_t> to = {});
  [[nodiscard]] Result<WriteProof> write_proof(std::uint64_t record);
  [[nodiscard]] Result<void> delete_write_proof(std::uint64_t record);
  [[nodiscard]] Result<Page<Lockout>> lockouts(const PageRequest& page = {});
  /// False if there was none.
  [[nodiscard]] Result<bool> clear_lockout(LockoutScope scope, std::string_view subject);
  /// Since a restore, in the order in which they are asked about.
  [[nodiscard]] Result<Page<Held>> held(const PageRequest& page = {});
  /// Lets them in again, 1 to 500 at once, all or none. NotFound: one of them is not held.
  [[nodiscard]] Result<void> release_held(const std::vector<std::string>& ids);

  /// Also of a sealed server.
  [[nodiscard]] Result<Page<KeySlot>> key_slots();
  /// A share for a sealed server, as `signetd slot add shares` wrote it. Invalid: it does not open, alone or with those
  /// that were given before, which are gone then. Conflict: the server is not sealed.
  [[nodiscard]] Result<SealState> unseal(const SecretBytes& share);
  /// A new root key at once; what the former one wraps follows in the background. Conflict: the last rotation goes on.
  [[nodiscard]] Result<WrappingKeyRotation> rotate_root_key();
  /// The same for the key of a project of any vault.
  [[nodiscard]] Result<WrappingKeyRotation> rotate_project_key(std::string_view project_id);
  /// Those that go on.
  [[nodiscard]] Result<Page<WrappingKeyRotation>> key_rotations();

  [[nodiscard]] const OperatorIdentity& identity() const { return identity_; }

  /// For open() and for tests: Exchange is private to the library.
  AdminClient(OperatorIdentity identity, std::shared_ptr<Exchange> exchange);

 private:
  OperatorIdentity identity_;
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace signet::client
