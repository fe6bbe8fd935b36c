// SPDX-License-Identifier: Apache-2.0
// When a grant holds: access policies and their counters, frozen projects, canaries, allow-lists of vaults.
#pragma once

#include "domain/canary.hpp"
#include "domain/policy.hpp"
#include "store/page.hpp"

#include <optional>
#include <string>
#include <vector>

namespace signet::store {

class PolicyReads {
 public:
  virtual ~PolicyReads() = default;

  virtual std::optional<Policy> find_policy(const PolicyId& id) = 0;
  virtual Page<Policy> list_policies(const ProjectId& project, const PageRequest& page) = 0;
  virtual bool is_policy_name_taken(const ProjectId& project, const std::string& name) = 0;
  virtual std::size_t count_bound(const PolicyId& id) = 0;  // secrets in the trash too
  virtual bool is_bound_to_managed(const PolicyId& id) = 0;   // one in the trash too
  virtual std::vector<Policy> list_co_signed_by(const MachineId& machine) = 0;  // those whose co-signer it is
  virtual PolicyCounts load_counts(const SecretId& secret) = 0;  // none yet: all zero
  virtual std::optional<Instant> find_co_signature(const SecretId& secret, const MachineId& machine) = 0;

  virtual std::optional<Canary> find_canary(const SecretId& secret) = 0;
  virtual Page<Canary> list_canaries(const VaultId& vault, const PageRequest& page) = 0;  // in the trash too
  /// Other projects that have a machine in common with this one.
  virtual std::vector<ProjectId> list_related(const ProjectId& project) = 0;
};

class PolicyWrites {
 public:
  virtual ~PolicyWrites() = default;

  virtual void insert_policy(const Policy& policy) = 0;
  virtual void update_policy(const Policy& policy) = 0;
  virtual void delete_policy(const PolicyId& id) = 0;  // bound to nothing
  /// To another policy, or to none; counts and co-signatures begin anew.
  virtual void bind(const SecretId& secret, const std::optional<PolicyId>& policy) = 0;
  virtual void put_counts(const SecretId& secret, const PolicyCounts& counts) = 0;
  virtual void put_co_signature(const SecretId& secret, const MachineId& machine, Instant at) = 0;
  virtual void delete_co_signature(const SecretId& secret, const MachineId& machine) = 0;

  virtual void set_allow_list(const VaultId& vault, bool enabled, const std::vector<std::string>& networks) = 0;
  virtual void set_frozen(const ProjectId& project, const std::optional<Instant>& at) = 0;
  virtual void insert_canary(const Canary& canary) = 0;  // its secret is there
  virtual void update_canary(const Canary& canary) = 0;
};

}  // namespace signet::store
