// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/authorities.hpp"

namespace signet::store {

class SqliteAuthorityReads final : public AuthorityReads {
 public:
  explicit SqliteAuthorityReads(Connection& connection) : db_(connection) {}
  std::optional<ProjectKey> find_vault_key(const std::optional<VaultId>& vault) override;
  std::optional<Authority> find(const AuthorityId& id) override;
  Page<Authority> list(const VaultId& vault, const PageRequest& page) override;
  bool is_name_taken(const VaultId& vault, const std::string& name) override;
  bool is_used(const AuthorityId& id) override;
  std::optional<CertificateProfile> find_profile(const SecretId& secret) override;

 private:
  Connection& db_;
};

class SqliteAuthorityWrites final : public AuthorityWrites {
 public:
  explicit SqliteAuthorityWrites(Writer& writer) : writer_(writer) {}
  void insert_vault_key(const std::optional<VaultId>& vault, const ProjectKey& key) override;
  void insert(const Authority& authority) override;
  void remove(const AuthorityId& id) override;
  void put_profile(const SecretId& secret, const CertificateProfile& profile) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
