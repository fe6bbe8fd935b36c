// SPDX-License-Identifier: Apache-2.0
// The writing side, over the writer's connection inside the transaction that the committer opened. Defined by subject:
// write_nonces.cpp, write_installation.cpp, write_identities.cpp, write_projects.cpp, write_secrets.cpp,
// write_requests.cpp.
#pragma once

#include "sqlite/key_rotations.hpp"
#include "sqlite/snapshot.hpp"
#include "sqlite/writer.hpp"
#include "sqlite/writer_state.hpp"
#include "store/transaction.hpp"

namespace signet::store {

class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(Connection& connection, WriterState& state)
      : db_(connection),
        state_(state),
        writer_(connection),
        snapshot_(connection, &state.visits, &state.guard.live()) {}

  /// False once a roll-back to a savepoint failed or the transaction is lost: only a roll-back of everything is left.
  [[nodiscard]] bool is_intact() const { return writer_.is_intact(); }

  Snapshot& read() override { return snapshot_; }
  bool savepoint(const std::function<bool()>& effect) override;

  [[nodiscard]] bool spend_nonce(std::int64_t timestamp, const std::string& identity,
                                 const std::string& nonce) override;
  bool forget_nonces(std::int64_t cutoff, std::size_t limit) override;

  void raise_generation(const VaultId& vault) override;
  void raise_installation_generation() override;
  void create_installation(const Installation& installation, Instant at) override;
  void insert_key_slot(const KeySlot& slot) override;
  void rewrap_key_slot(const KeySlot& slot) override;
  void delete_key_slot(const SlotId& id) override;
  void insert_vault(const Vault& vault) override;
  void set_vault_active(const VaultId& vault, bool active) override;

  void insert_operator(const Operator& who) override;
  void delete_operator(const OperatorId& id) override;
  void set_role(const OperatorId& id, const VaultId& vault, std::optional<Role> role) override;
  void insert_machine(const Machine& machine) override;
  void delete_machine(const MachineId& id) override;
  void update_machine(const Machine& machine) override;
  void take_fingerprints(const std::string& identity, const std::vector<std::array<std::uint8_t, 32>>& prints,
                         const std::optional<std::string>& released_by) override;

  void insert_project(const Project& project, const ProjectKey& key) override;
  void rename_project(const ProjectId& id, const std::string& name) override;
  void delete_project(const ProjectId& id) override;
  void insert_member(const MachineId& machine, const ProjectId& project, Instant at) override;
  void delete_member(const MachineId& machine, const ProjectId& project) override;

  void insert_secret(const Secret& secret, const SecretVersion& first) override;
  void insert_version(const Secret& secret, const SecretVersion& next) override;
  void rename_secret(const SecretId& id, const std::string& name, Instant at) override;
  void set_secret_kind(const SecretId& id, SecretKind kind) override;
  void delete_secret(const SecretId& id, Instant at) override;
  void insert_grant(const Grant& grant) override;
  void set_grant_kind(const MachineId& machine, const SecretId& secret, GrantKind kind) override;
  void delete_grant(const MachineId& machine, const SecretId& secret) override;

  void insert_token(const EnrolmentToken& token, const Handout& handout) override;
  void use_token(const TokenId& id) override;
  void revoke_token(const TokenId& id) override;

  bool put_last_seen(const std::string& identity, const LastSeen& seen, std::chrono::milliseconds precision) override;
  std::size_t write_visits(std::size_t limit) override;
  void put_known_address(const std::string& identity, const std::string& address, Instant seen) override;
  void put_lockout(const LockoutRow& row) override;
  void remember_request(const std::string& identity, const std::string& request_id, const RememberedRequest& request,
                        Instant at) override;
  void forget_requests(Instant before) override;
  void append_audit(const AuditColumns& columns, const std::function<Bytes(std::int64_t seq)>& encode) override;

  void announce(Announcement announcement) override { state_.announced.push_back(std::move(announcement)); }

  DeliveryWrites& deliveries() override { return deliveries_; }
  ApplicationWrites& applications() override { return applications_; }
  HistoryWrites& history() override { return history_; }
  RotationWrites& rotations() override { return rotations_; }
  PolicyWrites& policies() override { return policies_; }
  OneTimeLinkWrites& one_time_links() override { return one_time_links_; }
  AuthorityWrites& authorities() override { return authorities_; }
  SyncAgentWrites& sync_agents() override { return sync_agents_; }
  WebhookWrites& webhooks() override { return webhooks_; }
  ActivityWrites& activity() override { return activity_; }
  KeyDirectoryWrites& key_directory() override { return key_directory_; }
  KeyWrites& keys() override { return keys_; }
  SignaturePolicyWrites& signature_policies() override { return signature_policies_; }
  RestoreWrites& restores() override { return restores_; }
  AuditTreeWrites& audit_tree() override { return audit_tree_; }
  KeyRotationWrites& key_rotations() override { return key_rotations_; }

 private:
  template <std::size_t N, class... Arguments>
  std::int64_t write(const Sql<N>& statement, const Arguments&... arguments) {
    return writer_.write(statement, arguments...);
  }
  template <std::size_t N, class... Arguments>
  void write_one(const Sql<N>& statement, const Arguments&... arguments) {
    writer_.write_one(statement, arguments...);
  }
  void insert_secret_version(const SecretId& id, const SecretVersion& version);

  Connection& db_;
  WriterState& state_;
  Writer writer_;
  SqliteSnapshot snapshot_;
  SqliteDeliveryWrites deliveries_{writer_};
  SqliteApplicationWrites applications_{writer_};
  SqliteHistoryWrites history_{writer_};
  SqliteRotationWrites rotations_{writer_};
  SqlitePolicyWrites policies_{writer_};
  SqliteOneTimeLinkWrites one_time_links_{writer_};
  SqliteAuthorityWrites authorities_{writer_};
  SqliteSyncAgentWrites sync_agents_{writer_};
  SqliteWebhookWrites webhooks_{writer_};
  SqliteActivityWrites activity_{writer_};
  SqliteKeyDirectoryWrites key_directory_{db_, writer_};
  SqliteKeyWrites keys_{writer_};
  SqliteSignaturePolicyWrites signature_policies_{writer_};
  SqliteRestoreWrites restores_{writer_};
  SqliteAuditTreeWrites audit_tree_{writer_};
  SqliteKeyRotationWrites key_rotations_{writer_};
};

}  // namespace signet::store
