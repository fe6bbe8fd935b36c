// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/policies.hpp"

namespace signet::store {

class SqlitePolicyReads final : public PolicyReads {
 public:
  explicit SqlitePolicyReads(Connection& connection) : db_(connection) {}

  std::optional<Policy> find_policy(const PolicyId& id) override;
  Page<Policy> list_policies(const ProjectId& project, const PageRequest& page) override;
  bool is_policy_name_taken(const ProjectId& project, const std::string& name) override;
  std::size_t count_bound(const PolicyId& id) override;
  bool is_bound_to_managed(const PolicyId& id) override;
  std::vector<Policy> list_co_signed_by(const MachineId& machine) override;
  PolicyCounts load_counts(const SecretId& secret) override;
  std::optional<Instant> find_co_signature(const SecretId& secret, const MachineId& machine) override;
  std::optional<Canary> find_canary(const SecretId& secret) override;
  Page<Canary> list_canaries(const VaultId& vault, const PageRequest& page) override;
  std::vector<ProjectId> list_related(const ProjectId& project) override;

 private:
  Connection& db_;
};

class SqlitePolicyWrites final : public PolicyWrites {
 public:
  explicit SqlitePolicyWrites(Writer& writer) : writer_(writer) {}

  void insert_policy(const Policy& policy) override;
  void update_policy(const Policy& policy) override;
  void delete_policy(const PolicyId& id) override;
  void bind(const SecretId& secret, const std::optional<PolicyId>& policy) override;
  void put_counts(const SecretId& secret, const PolicyCounts& counts) override;
  void put_co_signature(const SecretId& secret, const MachineId& machine, Instant at) override;
  void delete_co_signature(const SecretId& secret, const MachineId& machine) override;
  void set_allow_list(const VaultId& vault, bool enabled, const std::vector<std::string>& networks) override;
  void set_frozen(const ProjectId& project, const std::optional<Instant>& at) override;
  void insert_canary(const Canary& canary) override;
  void update_canary(const Canary& canary) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
