// SPDX-License-Identifier: Apache-2.0
// Certificate authorities of a vault, and the secrets of which a read issues a certificate.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet {

enum class AuthorityKind : std::uint8_t { ssh = 1, x509 = 2 };
[[nodiscard]] std::string_view name_of(AuthorityKind kind);
[[nodiscard]] std::optional<AuthorityKind> parse_authority_kind(std::string_view name);

struct Authority {
  AuthorityId id;
  VaultId vault;
  AuthorityKind kind;
  std::string name;
  std::string public_part = {};  // what others trust: an OpenSSH public key line, or a certificate in PEM
  Bytes key = {};                // sealed
  Bytes wrapped_key = {};
  Instant created_at = {};
  std::int64_t seq = 0;
};

/// What the certificates of a secret say. Nothing of it comes from who asks for one.
struct CertificateProfile {
  AuthorityId authority;
  std::uint32_t max_seconds = 3'600;
  bool header_form = true;                  // also by unsigned headers, for public clients
  std::string subject = {};                 // SSH: the user name, the first principal. X.509: the common name
  std::string host = {};                    // SSH: where to log in, for the client; not in the certificate
  std::vector<std::string> names = {};      // SSH: further principals. X.509: DNS names
  std::vector<std::string> addresses = {};  // X.509 only
  std::vector<std::string> usages = {};     // SSH: extensions. X.509: clientAuth, serverAuth
};

}  // namespace signet
