// SPDX-License-Identifier: Apache-2.0
// X.509: an authority that signs with ECDSA on P-256, which every TLS stack verifies, and what it issues.
#pragma once

#include "signet/crypto/random.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::crypto {

/// Unix seconds, both included.
struct Validity {
  std::int64_t not_before = 0;
  std::int64_t not_after = 0;
};

/// A key that a certificate may be for. Only what parse_subject_key() accepted.
struct X509SubjectKey {
  Bytes spki;
  [[nodiscard]] std::array<std::uint8_t, 32> fingerprint() const;  // SHA-256 of the SubjectPublicKeyInfo
};

/// SubjectPublicKeyInfo in DER, to its last byte: an uncompressed point on P-256 with the curve named, or an Ed25519
/// key that passes the checks of enrolment. Each form has one size and one beginning; no ASN.1 parser reads it.
[[nodiscard]] std::optional<X509SubjectKey> parse_subject_key(ByteView der);

struct X509Authority {
  SecretBytes key;          // the scalar, 32 bytes
  std::string certificate;  // PEM, signed by itself: a CA that can issue leaves only
};

/// REQUIRES: names of at most 64 characters.
[[nodiscard]] X509Authority make_x509_authority(std::string_view common_name, std::string_view organisation,
                                                const Validity& validity, Random& random);

struct X509Certificate {
  std::array<std::uint8_t, 16> serial{};  // not all zero
  std::string common_name;                // at most 64 characters
  std::vector<std::string> dns_names = {};
  std::vector<Bytes> addresses = {};      // of 4 or 16 bytes
  bool for_clients = true;                // at least one of the two
  bool for_servers = false;
  Validity validity;
};

/// A leaf, in PEM. `authority` is PEM, with the key that belongs to it: throws std::runtime_error if it is not.
[[nodiscard]] std::string issue_x509_certificate(ByteView authority_key, std::string_view authority,
                                                 const X509SubjectKey& subject, const X509Certificate& contents);

}  // namespace signet::crypto
