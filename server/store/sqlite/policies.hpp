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
  PolicyCounts load_counts(const SecretId& secret) override;
  std::optional<Instant> find_co_signature(const SecretId& secret, const MachineId& machine) override;

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

 private:
  Writer& writer_;
};

}  // namespace signet::store
