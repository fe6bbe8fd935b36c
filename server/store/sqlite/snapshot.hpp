// SPDX-License-Identifier: Apache-2.0
// The queries, over a connection that somebody else owns. They are defined by subject: read_authentication.cpp,
// read_secrets.cpp, read_names.cpp, read_lists.cpp, read_enrolment.cpp, read_audit.cpp.
#pragma once

#include "sqlite/activity.hpp"
#include "sqlite/applications.hpp"
#include "sqlite/audit_tree.hpp"
#include "sqlite/authorities.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/deliveries.hpp"
#include "sqlite/history.hpp"
#include "sqlite/key_directory.hpp"
#include "sqlite/keys.hpp"
#include "sqlite/one_time_links.hpp"
#include "sqlite/policies.hpp"
#include "sqlite/key_rotations.hpp"
#include "sqlite/live_nonces.hpp"
#include "sqlite/restores.hpp"
#include "sqlite/rotations.hpp"
#include "sqlite/signature_policies.hpp"
#include "sqlite/sync_agents.hpp"
#include "sqlite/visits.hpp"
#include "sqlite/webhooks.hpp"
#include "store/snapshot.hpp"

namespace signet::store {

class SqliteSnapshot : public Snapshot {
 public:
  /// `visits`: those that are not written yet. Without `nonces` none is spent.
  explicit SqliteSnapshot(Connection& connection, const Visits* visits = nullptr, const LiveNonces* nonces = nullptr)
      : db_(connection), visits_(visits), nonces_(nonces) {}

  std::uint64_t state() override { return db_.memory() ? db_.memory()->state() : 0; }

  Installation load_installation() override;
  std::vector<KeySlot> list_key_slots() override;

  std::optional<Vault> find_vault(const VaultId& id) override;
  std::optional<Machine> find_machine(const MachineId& id) override;
  std::optional<Operator> find_operator(const OperatorId& id) override;
  std::optional<Role> find_role(const OperatorId& id, const VaultId& vault) override;
  bool is_nonce_spent(std::string_view identity, std::string_view nonce) override;
  std::int64_t nonce_floor() override;
  bool is_known_address(const std::string& identity, const std::string& address) override;
  std::vector<LockoutRow> list_lockouts() override;
  std::optional<LastSeen> find_last_seen(const std::string& identity) override;
  std::optional<RememberedRequest> find_request(const std::string& identity, const std::string& request_id) override;

  std::optional<Secret> find_secret(const SecretId& id) override;
  std::optional<SecretVersion> find_version(const SecretId& id, std::uint64_t version) override;
  std::optional<ProjectKey> find_project_key(const ProjectId& id) override;
  std::optional<GrantKind> find_grant(const MachineId& machine, const SecretId& secret) override;
  bool is_member(const MachineId& machine, const ProjectId& project) override;
  std::vector<GrantedSecret> list_granted(const MachineId& machine) override;

  Page<Vault> list_vaults(const PageRequest& page) override;
  std::optional<Project> find_project(const ProjectId& id) override;
  Page<Project> list_projects(const VaultId& vault, const PageRequest& page) override;
  std::size_t count_secrets(const ProjectId& project) override;
  bool is_project_name_taken(const VaultId& vault, const std::string& name) override;
  bool is_secret_name_taken(const ProjectId& project, const std::string& name) override;
  bool is_machine_name_taken(const VaultId& vault, const std::string& name) override;
  std::optional<Grant> find_whole_grant(const MachineId& machine, const SecretId& secret) override;
  std::size_t count_grants(const MachineId& machine) override;
  Page<Secret> list_secrets(const ProjectId& project, const PageRequest& page) override;
  Page<Machine> list_machines(const VaultId& vault, MachineState state, const PageRequest& page) override;
  std::vector<Machine> list_expired_machines(Instant now, std::size_t limit) override;
  std::vector<Project> list_memberships(const MachineId& machine) override;
  Page<Machine> list_members(const ProjectId& project, const PageRequest& page) override;
  Page<Grant> list_grants(const SecretId& secret, const PageRequest& page) override;
  std::optional<EnrolmentToken> find_token(const TokenId& id) override;
  std::optional<EnrolmentToken> find_token_by_hash(ByteView hash) override;
  Handout find_handout(const TokenId& id) override;
  Page<EnrolmentToken> list_tokens(const VaultId& vault, const PageRequest& page) override;
  Page<VaultOperator> list_operators(const VaultId& vault, const PageRequest& page) override;
  Page<Operator> list_all_operators(const PageRequest& page) override;
  std::vector<std::pair<Vault, Role>> list_roles(const OperatorId& id) override;
  std::size_t count_owners(const VaultId& vault) override;
  std::size_t count_roles(const OperatorId& id) override;
  Page<AuditRow> list_audit(const AuditFilter& filter, const PageRequest& page) override;
  AuditStretch read_audit(const AuditFilter& filter, std::int64_t after, std::int64_t last) override;
  std::int64_t newest_audit(const std::string& log) override;
  std::int64_t count_audit_records() override;
  std::optional<std::string> find_key_owner(ByteView fingerprint) override;
  std::optional<Machine> find_machine_by_token(const TokenId& token, ByteView fingerprint) override;

  DeliveryReads& deliveries() override { return deliveries_; }
  ApplicationReads& applications() override { return applications_; }
  HistoryReads& history() override { return history_; }
  RotationReads& rotations() override { return rotations_; }
  PolicyReads& policies() override { return policies_; }
  OneTimeLinkReads& one_time_links() override { return one_time_links_; }
  AuthorityReads& authorities() override { return authorities_; }
  SyncAgentReads& sync_agents() override { return sync_agents_; }
  WebhookReads& webhooks() override { return webhooks_; }
  ActivityReads& activity() override { return activity_; }
  KeyDirectoryReads& key_directory() override { return key_directory_; }
  KeyReads& keys() override { return keys_; }
  SignaturePolicyReads& signature_policies() override { return signature_policies_; }
  RestoreReads& restores() override { return restores_; }
  AuditTreeReads& audit_tree() override { return audit_tree_; }
  KeyRotationReads& key_rotations() override { return key_rotations_; }

 private:
  Connection& db_;
  const Visits* visits_;
  const LiveNonces* nonces_;
  SqliteDeliveryReads deliveries_{db_};
  SqliteApplicationReads applications_{db_};
  SqliteHistoryReads history_{db_};
  SqliteRotationReads rotations_{db_};
  SqlitePolicyReads policies_{db_};
  SqliteOneTimeLinkReads one_time_links_{db_};
  SqliteAuthorityReads authorities_{db_};
  SqliteSyncAgentReads sync_agents_{db_};
  SqliteWebhookReads webhooks_{db_};
  SqliteActivityReads activity_{db_};
  SqliteKeyDirectoryReads key_directory_{db_};
  SqliteKeyReads keys_{db_};
  SqliteSignaturePolicyReads signature_policies_{db_};
  SqliteRestoreReads restores_{db_};
  SqliteAuditTreeReads audit_tree_{db_};
  SqliteKeyRotationReads key_rotations_{db_};
};

}  // namespace signet::store
