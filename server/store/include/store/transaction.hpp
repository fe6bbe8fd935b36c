// SPDX-License-Identifier: Apache-2.0
// Writing, on the one connection that writes. Everything here becomes durable with the group's commit or not at all.
// A unique or foreign key that a caller could have checked is the caller's fault and throws.
#pragma once

#include "store/snapshot.hpp"

#include <functional>
#include <set>

namespace signet::store {

class DeliveryWrites;
class ApplicationWrites;
class HistoryWrites;
class RotationWrites;
class PolicyWrites;
class OneTimeLinkWrites;
class AuthorityWrites;
class SyncAgentWrites;
class WebhookWrites;
class ActivityWrites;
class KeyDirectoryWrites;
class KeyWrites;
class SignaturePolicyWrites;
class RestoreWrites;
class AuditTreeWrites;
class KeyRotationWrites;

/// What changed, by ids. Where neither machine nor secret is named, it concerns all of the vault.
struct Announcement {
  std::string vault;
  std::string machine;
  std::string secret;
};

inline constexpr std::size_t kMostKnownAddresses = 64;

class Transaction {
 public:
  virtual ~Transaction() = default;

  /// The state with everything written so far.
  virtual Snapshot& read() = 0;
  /// Runs `effect`; what it wrote is undone if it returns false or throws.
  virtual bool savepoint(const std::function<bool()>& effect) = 0;

  /// False if this identity has signed this nonce before, with this timestamp or, while that one is kept, another; and
  /// below the floor, where nobody can know.
  [[nodiscard]] virtual bool spend_nonce(std::int64_t timestamp, const std::string& identity,
                                         const std::string& nonce) = 0;
  /// Raises the floor to `cutoff` and drops nonces older than it, of whole commits until there are `limit`. False if
  /// some remain.
  virtual bool forget_nonces(std::int64_t cutoff, std::size_t limit) = 0;

  /// Every change to who may do what raises the generation of its vault, or of the installation. Not done by the
  /// changes below: whoever makes several raises it once.
  virtual void raise_generation(const VaultId& vault) = 0;
  virtual void raise_installation_generation() = 0;

  virtual void create_installation(const Installation& installation, Instant at) = 0;
  virtual void insert_key_slot(const KeySlot& slot) = 0;
  virtual void rewrap_key_slot(const KeySlot& slot) = 0;  // what it wraps, its public key and its mac
  virtual void delete_key_slot(const SlotId& id) = 0;

  virtual void insert_vault(const Vault& vault) = 0;
  virtual void set_vault_active(const VaultId& vault, bool active) = 0;

  virtual void insert_operator(const Operator& who) = 0;   // takes the key's fingerprints
  virtual void delete_operator(const OperatorId& id) = 0;  // the fingerprints stay taken
  virtual void set_role(const OperatorId& id, const VaultId& vault, std::optional<Role> role) = 0;

  virtual void insert_machine(const Machine& machine) = 0;  // take_fingerprints is the caller's
  virtual void delete_machine(const MachineId& id) = 0;     // with grants and memberships; the fingerprints stay taken
  virtual void update_machine(const Machine& machine) = 0;  // name, approved, enabled, proven, expires_at
  /// Reserves fingerprints for ever. Throws if one is taken by another identity than `released_by`.
  virtual void take_fingerprints(const std::string& identity, const std::vector<std::array<std::uint8_t, 32>>& prints,
                                 const std::optional<std::string>& released_by) = 0;

  virtual void insert_project(const Project& project, const ProjectKey& key) = 0;
  virtual void rename_project(const ProjectId& id, const std::string& name) = 0;
  virtual void delete_project(const ProjectId& id) = 0;  // with its key, memberships and deleted secrets
  virtual void insert_member(const MachineId& machine, const ProjectId& project, Instant at) = 0;
  virtual void delete_member(const MachineId& machine, const ProjectId& project) = 0;  // with its grants there

  virtual void insert_secret(const Secret& secret, const SecretVersion& first) = 0;
  virtual void insert_version(const Secret& secret, const SecretVersion& next) = 0;  // current; with its field names
  virtual void rename_secret(const SecretId& id, const std::string& name, Instant at) = 0;
  virtual void set_secret_kind(const SecretId& id, SecretKind kind) = 0;
  virtual void delete_secret(const SecretId& id, Instant at) = 0;  // soft; its grants go
  virtual void insert_grant(const Grant& grant) = 0;
  virtual void set_grant_kind(const MachineId& machine, const SecretId& secret, GrantKind kind) = 0;
  virtual void delete_grant(const MachineId& machine, const SecretId& secret) = 0;

  virtual void insert_token(const EnrolmentToken& token, const Handout& handout = {}) = 0;
  virtual void use_token(const TokenId& id) = 0;
  virtual void revoke_token(const TokenId& id) = 0;

  /// Kept in memory from the commit on and written down by write_visits: a crash may forget the last of them. False if
  /// it came from the same address less than `precision` before, and changes nothing.
  virtual bool put_last_seen(const std::string& identity, const LastSeen& seen,
                             std::chrono::milliseconds precision = {}) = 0;
  /// At most `limit`; how many there were.
  virtual std::size_t write_visits(std::size_t limit) = 0;
  virtual void put_known_address(const std::string& identity, const std::string& address, Instant seen) = 0;
  /// A row without failures and lock is deleted. Each scope keeps at most 100,000 rows, oldest out first.
  virtual void put_lockout(const LockoutRow& row) = 0;
  virtual void remember_request(const std::string& identity, const std::string& request_id,
                                const RememberedRequest& request, Instant at) = 0;
  virtual void forget_requests(Instant before) = 0;  // at most 20,000 a call

  struct AuditColumns {
    std::string_view log;
    Instant at;
    std::string_view action;
    std::string_view machine_id;
    std::string_view secret_id;
    std::string_view address;
  };
  /// Appends; the sequence number, from 1 in each log, is given to `encode`, which returns the record's exact bytes.
  virtual void append_audit(const AuditColumns& columns, const std::function<Bytes(std::int64_t seq)>& encode) = 0;

  /// Tells whoever waits for a change, once it is durable: CommitterOptions::on_change.
  virtual void announce(Announcement announcement) = 0;

  // Subjects with a face of their own: store/<subject>.hpp.
  virtual DeliveryWrites& deliveries() = 0;
  virtual ApplicationWrites& applications() = 0;
  virtual HistoryWrites& history() = 0;
  virtual RotationWrites& rotations() = 0;
  virtual PolicyWrites& policies() = 0;
  virtual OneTimeLinkWrites& one_time_links() = 0;
  virtual AuthorityWrites& authorities() = 0;
  virtual SyncAgentWrites& sync_agents() = 0;
  virtual WebhookWrites& webhooks() = 0;
  virtual ActivityWrites& activity() = 0;
  virtual KeyDirectoryWrites& key_directory() = 0;
  virtual KeyWrites& keys() = 0;
  virtual SignaturePolicyWrites& signature_policies() = 0;
  virtual RestoreWrites& restores() = 0;
  virtual AuditTreeWrites& audit_tree() = 0;
  virtual KeyRotationWrites& key_rotations() = 0;
};

}  // namespace signet::store
