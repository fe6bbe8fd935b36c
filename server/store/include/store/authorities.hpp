// SPDX-License-Identifier: Apache-2.0
// Certificate authorities of a vault, the secrets that stand for them, and the vault's own key.
#pragma once

#include "domain/authority.hpp"
#include "domain/vault.hpp"
#include "store/page.hpp"

namespace signet::store {

class AuthorityReads {
 public:
  virtual ~AuthorityReads() = default;
  /// None: the installation's own.
  virtual std::optional<ProjectKey> find_vault_key(const std::optional<VaultId>& vault) = 0;
  virtual std::optional<Authority> find(const AuthorityId& id) = 0;
  virtual Page<Authority> list(const VaultId& vault, const PageRequest& page) = 0;
  virtual bool is_name_taken(const VaultId& vault, const std::string& name) = 0;
  virtual bool is_used(const AuthorityId& id) = 0;  // by secrets in the trash too
  virtual std::optional<CertificateProfile> find_profile(const SecretId& secret) = 0;
};

class AuthorityWrites {
 public:
  virtual ~AuthorityWrites() = default;
  virtual void insert_vault_key(const std::optional<VaultId>& vault, const ProjectKey& key) = 0;
  virtual void insert(const Authority& authority) = 0;
  virtual void remove(const AuthorityId& id) = 0;  // one that is not used
  virtual void put_profile(const SecretId& secret, const CertificateProfile& profile) = 0;
};

}  // namespace signet::store
