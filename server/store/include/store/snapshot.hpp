// SPDX-License-Identifier: Apache-2.0
// Reading. A snapshot sees one state of the database from its first query to its end. Rows in, rows out: plaintext
// never gets here. find_ may be absent; a row that cannot be what we wrote throws CorruptStore.
#pragma once

#include "domain/enrolment.hpp"
#include "domain/identity.hpp"
#include "domain/vault.hpp"
#include "store/page.hpp"

#include <array>
#include <map>
#include <stdexcept>
#include <string>

namespace signet::store {

struct CorruptStore : std::runtime_error {
  using runtime_error::runtime_error;
};

struct KeySlot {
  SlotId id;
  std::string kind;  // file, credential, passphrase, recovery, shares
  Bytes wrapped_root_key;
  Instant created_at;
  Bytes public_key = {};  // empty: of an older program
  Bytes parameters = {};
  Bytes mac = {};  // keyring::slot_mac; empty: of an older program
};

/// What a machine sees of a secret it may read, ordered by project name, then name.
struct GrantedSecret {
  SecretId id;
  std::string name;
  std::vector<std::string> field_names;
  ProjectId project;
  std::string project_name;
  std::optional<ApplicationId> application = {};
  std::string application_name = {};
  SecretKind kind = SecretKind::standard;  // never canary
};

/// What a remembered snapshot answered so far is no longer true. Nothing is wrong: take another one.
struct Outdated : std::runtime_error {
  using runtime_error::runtime_error;
};

/// Counters of one address or id. Times in Unix milliseconds; failures oldest first, 0 where there are fewer.
struct LockoutRow {
  enum class Scope : std::uint8_t { address = 1, identity = 2 };
  Scope scope;
  std::string subject;
  std::array<std::int64_t, 2> failures{};  // those before the one that locks
  std::int64_t locked_until = 0;
  [[nodiscard]] bool is_empty() const { return failures == decltype(failures){} && locked_until == 0; }
};

struct AuditFilter {
  std::string log;
  std::vector<std::string> actions;  // empty: all
  std::string machine_id = {};       // empty: any
  std::string secret_id = {};
  std::string address = {};
  std::string text = {};  // somewhere in the detail, A to Z in either case; looks into every record
  std::int64_t from = 0;  // Unix ms, inclusive
  std::int64_t to = 0;    // exclusive; 0: no end
};

struct AuditRow {
  std::int64_t seq;
  Bytes record;  // the exact bytes, canonical JSON
};

/// Some of a log, oldest first.
struct AuditStretch {
  std::vector<AuditRow> rows;
  std::int64_t seen = 0;  // the last record that was looked at
};

/// The answer to a write that was sent with a request id, kept so that its repetition has no second effect.
struct RememberedRequest {
  std::array<std::uint8_t, 32> body_digest;
  int status;
  Bytes answer;     // empty with `shown_once`
  bool shown_once;  // the answer held a secret and was not kept; `answer` is then the id of what was made
};

/// Which machines a list wants. Each machine is in exactly one of the last three.
enum class MachineState : std::uint8_t {
  any,
  pending,   // not approved yet, enabled or not
  approved,  // and enabled
  disabled,  // approved once, and switched off
};

class DeliveryReads;
class ApplicationReads;
class HistoryReads;
class RotationReads;
class PolicyReads;
class OneTimeLinkReads;
class AuthorityReads;
class SyncAgentReads;
class WebhookReads;
class ActivityReads;
class KeyDirectoryReads;
class KeyReads;
class SignaturePolicyReads;
class RestoreReads;
class AuditTreeReads;
class KeyRotationReads;

class Snapshot {
 public:
  virtual ~Snapshot() = default;

  /// Equal and not 0: both see the same of everything but nonces, audit records and what identities leave behind in
  /// passing (visits, addresses, lockouts, tallies).
  virtual std::uint64_t state() = 0;

  virtual Installation load_installation() = 0;
  virtual std::vector<KeySlot> list_key_slots() = 0;

  // Authentication.
  virtual std::optional<Vault> find_vault(const VaultId& id) = 0;
  virtual std::optional<Machine> find_machine(const MachineId& id) = 0;
  virtual std::optional<Operator> find_operator(const OperatorId& id) = 0;
  virtual std::optional<Role> find_role(const OperatorId& id, const VaultId& vault) = 0;
  /// As far as its store knows, which learns it when there is a committer; only Transaction::spend_nonce decides.
  virtual bool is_nonce_spent(std::string_view identity, std::string_view nonce) = 0;
  virtual std::int64_t nonce_floor() = 0;
  virtual bool is_known_address(const std::string& identity, const std::string& address) = 0;
  virtual std::vector<LockoutRow> list_lockouts() = 0;
  virtual std::optional<LastSeen> find_last_seen(const std::string& identity) = 0;
  virtual std::optional<RememberedRequest> find_request(const std::string& identity, const std::string& request_id) = 0;

  // The read plane.
  virtual std::optional<Secret> find_secret(const SecretId& id) = 0;  // deleted ones too: see deleted_at
  virtual std::optional<SecretVersion> find_version(const SecretId& id, std::uint64_t version) = 0;
  virtual std::optional<ProjectKey> find_project_key(const ProjectId& id) = 0;
  virtual std::optional<GrantKind> find_grant(const MachineId& machine, const SecretId& secret) = 0;
  virtual bool is_member(const MachineId& machine, const ProjectId& project) = 0;
  virtual std::vector<GrantedSecret> list_granted(const MachineId& machine) = 0;

  // The operator plane.
  virtual Page<Vault> list_vaults(const PageRequest& page) = 0;
  virtual std::optional<Project> find_project(const ProjectId& id) = 0;
  virtual Page<Project> list_projects(const VaultId& vault, const PageRequest& page) = 0;
  virtual std::size_t count_secrets(const ProjectId& project) = 0;  // not deleted
  virtual bool is_project_name_taken(const VaultId& vault, const std::string& name) = 0;
  virtual bool is_secret_name_taken(const ProjectId& project, const std::string& name) = 0;  // by one not deleted
  virtual bool is_machine_name_taken(const VaultId& vault, const std::string& name) = 0;
  virtual std::optional<Grant> find_whole_grant(const MachineId& machine, const SecretId& secret) = 0;
  virtual std::size_t count_grants(const MachineId& machine) = 0;
  virtual Page<Secret> list_secrets(const ProjectId& project, const PageRequest& page) = 0;  // not deleted
  virtual Page<Machine> list_machines(const VaultId& vault, MachineState state, const PageRequest& page) = 0;
  /// Of all vaults: those that expired before `now`, oldest first, and were neither removed nor disabled for it.
  virtual std::vector<Machine> list_expired_machines(Instant now, std::size_t limit) = 0;
  virtual std::vector<Project> list_memberships(const MachineId& machine) = 0;
  virtual Page<Machine> list_members(const ProjectId& project, const PageRequest& page) = 0;  // as they joined
  virtual Page<Grant> list_grants(const SecretId& secret, const PageRequest& page) = 0;
  virtual std::optional<EnrolmentToken> find_token(const TokenId& id) = 0;
  virtual std::optional<EnrolmentToken> find_token_by_hash(ByteView hash) = 0;
  virtual Handout find_handout(const TokenId& id) = 0;
  virtual Page<EnrolmentToken> list_tokens(const VaultId& vault, const PageRequest& page) = 0;
  virtual Page<VaultOperator> list_operators(const VaultId& vault, const PageRequest& page) = 0;
  virtual Page<Operator> list_all_operators(const PageRequest& page) = 0;
  virtual std::vector<std::pair<Vault, Role>> list_roles(const OperatorId& id) = 0;
  virtual std::size_t count_owners(const VaultId& vault) = 0;
  virtual std::size_t count_roles(const OperatorId& id) = 0;
  /// Newest first; `page.cursor` is the sequence number before which to go on, 0 from the newest. Looks at a bounded
  /// number of records a page, so a page may be short and still have a next one.
  virtual Page<AuditRow> list_audit(const AuditFilter& filter, const PageRequest& page) = 0;
  /// Oldest first, from the one after `after` to `last`. A bounded number of records and bytes a call, so perhaps none
  /// that match; `seen` is where to go on, and `last` once there is nothing more.
  virtual AuditStretch read_audit(const AuditFilter& filter, std::int64_t after, std::int64_t last) = 0;
  /// Its sequence number; 0 if the log is empty.
  virtual std::int64_t newest_audit(const std::string& log) = 0;
  /// Ever written, in all logs.
  virtual std::int64_t count_audit_records() = 0;
  /// Who holds a key with this fingerprint, or held it once; a half of a hybrid counts.
  virtual std::optional<std::string> find_key_owner(ByteView fingerprint) = 0;
  virtual std::optional<Machine> find_machine_by_token(const TokenId& token, ByteView fingerprint) = 0;

  // Subjects with a face of their own: store/<subject>.hpp.
  virtual DeliveryReads& deliveries() = 0;
  virtual ApplicationReads& applications() = 0;
  virtual HistoryReads& history() = 0;
  virtual RotationReads& rotations() = 0;
  virtual PolicyReads& policies() = 0;
  virtual OneTimeLinkReads& one_time_links() = 0;
  virtual AuthorityReads& authorities() = 0;
  virtual SyncAgentReads& sync_agents() = 0;
  virtual WebhookReads& webhooks() = 0;
  virtual ActivityReads& activity() = 0;
  virtual KeyDirectoryReads& key_directory() = 0;
  virtual KeyReads& keys() = 0;
  virtual SignaturePolicyReads& signature_policies() = 0;
  virtual RestoreReads& restores() = 0;
  virtual AuditTreeReads& audit_tree() = 0;
  virtual KeyRotationReads& key_rotations() = 0;
};

/// One per thread: a connection of its own. Not thread-safe.
class Reader {
 public:
  virtual ~Reader() = default;
  /// One at a time; ends when it is destroyed.
  [[nodiscard]] virtual std::unique_ptr<Snapshot> snapshot() = 0;
  /// May answer from memory, which costs next to nothing. Every query of it may throw Outdated, of the second one in a
  /// row none.
  [[nodiscard]] virtual std::unique_ptr<Snapshot> remembered_snapshot() { return snapshot(); }
  /// Between two remembered snapshots the database may be held as it was. Lets go of it: REQUIRED soon after the last
  /// one of several in a row, outside of any snapshot.
  virtual void rest() {}
};

}  // namespace signet::store
