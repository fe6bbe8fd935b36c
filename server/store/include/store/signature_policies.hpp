// SPDX-License-Identifier: Apache-2.0
// Signature policies, each of a vault, a project or a secret.
#pragma once

#include "domain/ids.hpp"
#include "domain/signature_policy.hpp"

#include <string>
#include <vector>

namespace signet::store {

/// Whose requests a policy is about: those of machines, or those of operators.
enum class SignedBy : std::uint8_t { machines = 1, operators = 2 };

struct PlacedPolicy {
  std::string subject;  // the id of a vault, project or secret
  SignaturePolicy policy;
};

class SignaturePolicyReads {
 public:
  virtual ~SignaturePolicyReads() = default;
  /// No requirement if there is none.
  virtual SignaturePolicy load(const std::string& subject, SignedBy by) = 0;
  /// Those for machines that hold at the secret: its own, its project's, its vault's, as far as there are any.
  virtual std::vector<SignaturePolicy> list_around(const VaultId& vault, const ProjectId& project,
                                                   const SecretId& secret) = 0;
  /// Those for machines of the vault's projects and secrets.
  virtual std::vector<PlacedPolicy> list_below(const VaultId& vault) = 0;
};

class SignaturePolicyWrites {
 public:
  virtual ~SignaturePolicyWrites() = default;
  virtual void put(const VaultId& vault, const std::string& subject, SignedBy by, const SignaturePolicy& policy) = 0;
  virtual void remove(const std::string& subject, SignedBy by) = 0;
};

}  // namespace signet::store
