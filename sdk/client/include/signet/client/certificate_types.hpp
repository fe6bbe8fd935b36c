// SPDX-License-Identifier: Apache-2.0
// Certificate authorities, the secrets that stand for them, and the certificates that machines get.
#pragma once

#include "signet/client/time.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace signet::client {

struct Authority {
  std::string authority_id = {};
  std::string type = {};  // ssh or x509
  std::string name = {};
  std::string public_key = {};  // what others trust: an OpenSSH public key line, or a certificate in PEM
  Time created_at = {};
};

/// What the certificates of a secret say.
struct CertificateProfile {
  std::string authority_id = {};
  std::uint32_t max_validity_seconds = 3'600;  // 60 to 86400
  bool certificate_headers = true;             // also by unsigned headers, for public clients
  std::string subject = {};                    // SSH: the user name. X.509: the common name
  std::string host = {};                       // SSH: where to log in
  std::vector<std::string> names = {};         // SSH: further principals. X.509: DNS names
  std::vector<std::string> addresses = {};     // X.509
  std::vector<std::string> usages = {};        // SSH: extensions. X.509: clientAuth, serverAuth
};

struct CertificateSecret {
  std::string secret_id = {};
  std::string project_id = {};
  std::string name = {};
  std::string type = {};  // of its authority
  CertificateProfile profile = {};
};

/// The key that a certificate is for; the secret decides which kind it wants.
struct CertificateRequest {
  std::string ssh_key = {};   // an OpenSSH public key line
  std::string x509_key = {};  // base64 of a SubjectPublicKeyInfo in DER
  std::optional<std::chrono::seconds> validity = {};
};

struct Certificate {
  std::string certificate = {};  // an OpenSSH certificate line, or PEM
  std::string type = {};         // ssh or x509
  std::map<std::string, std::string> fields = {};  // ssh: username, host; x509: commonName, chain
  std::chrono::sys_seconds valid_after = {};
  std::chrono::sys_seconds valid_before = {};
};

}  // namespace signet::client
