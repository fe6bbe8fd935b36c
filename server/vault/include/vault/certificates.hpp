// SPDX-License-Identifier: Apache-2.0
// Authorities, whose keys are made in here and never leave, and the certificates that reading a certificate secret
// issues.
#pragma once

#include "domain/authority.hpp"
#include "vault/read.hpp"

namespace signet::vault {

inline constexpr std::uint32_t kLeastCertificateSeconds = 60;
inline constexpr std::uint32_t kMostCertificateSeconds = 86'400;

// What operators do.

[[nodiscard]] Result<Authority> find_authority(store::Snapshot& snapshot, const VaultId& vault, const AuthorityId& id);
[[nodiscard]] Result<Authority> create_authority(Work& work, const VaultId& vault, AuthorityKind kind,
                                                 const std::string& name);
/// Its key is destroyed; what it issued stays good until it expires. Conflict while a secret names it.
[[nodiscard]] Result<void> delete_authority(Work& work, const VaultId& vault, const AuthorityId& id);

struct CertificateSecret {
  Secret secret;
  AuthorityKind kind;
  CertificateProfile profile;
};

[[nodiscard]] Result<CertificateSecret> find_certificate_secret(store::Snapshot& snapshot, const VaultId& vault,
                                                                const SecretId& id);
[[nodiscard]] Result<CertificateSecret> create_certificate_secret(Work& work, const VaultId& vault,
                                                                  const ProjectId& project, const std::string& name,
                                                                  const CertificateProfile& profile);
[[nodiscard]] Result<CertificateSecret> replace_profile(Work& work, const VaultId& vault, const SecretId& id,
                                                        const CertificateProfile& profile);

// What machines do.

struct SubjectKeys {
  std::string ssh = {};   // an OpenSSH public key line; may be empty
  std::string x509 = {};  // base64 of a SubjectPublicKeyInfo; may be empty
  std::optional<std::uint64_t> seconds = {};
  bool by_headers = false;  // which no signature covers
};

struct IssuedCertificate {
  AuthorityKind kind;
  std::string certificate;
  CertificateProfile profile;
  std::string chain;  // X.509: the authority's certificate
  std::int64_t valid_after;
  std::int64_t valid_before;
};

/// A read like any other, and then a certificate for the key that fits the secret's authority, valid for as long as
/// asked for and allowed. Not a certificate secret: conflict.
[[nodiscard]] Result<IssuedCertificate> issue_certificate(Work& work, const ReadAttempt& attempt,
                                                          const SubjectKeys& keys);

}  // namespace signet::vault
