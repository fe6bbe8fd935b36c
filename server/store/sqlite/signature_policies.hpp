// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/signature_policies.hpp"

namespace signet::store {

class SqliteSignaturePolicyReads final : public SignaturePolicyReads {
 public:
  explicit SqliteSignaturePolicyReads(Connection& connection) : db_(connection) {}
  SignaturePolicy load(const std::string& subject, SignedBy by) override;
  std::vector<SignaturePolicy> list_around(const VaultId& vault, const ProjectId& project,
                                           const SecretId& secret) override;
  std::vector<PlacedPolicy> list_below(const VaultId& vault) override;

 private:
  Connection& db_;
};

class SqliteSignaturePolicyWrites final : public SignaturePolicyWrites {
 public:
  explicit SqliteSignaturePolicyWrites(Writer& writer) : writer_(writer) {}
  void put(const VaultId& vault, const std::string& subject, SignedBy by, const SignaturePolicy& policy) override;
  void remove(const std::string& subject, SignedBy by) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
