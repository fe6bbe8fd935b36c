// SPDX-License-Identifier: Apache-2.0
// OpenSSH public keys and user certificates (PROTOCOL.certkeys), Ed25519 only.
#pragma once

#include "signet/crypto/keys.hpp"
#include "signet/crypto/random.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::crypto {

/// `ssh-ed25519 BASE64`, perhaps a space and a comment of printable ASCII, on one line without its end. The blob is
/// read to its last byte, and the key passes the checks of enrolment.
[[nodiscard]] std::optional<PublicKey> parse_ssh_public_key(std::string_view line);
/// REQUIRES: an Ed25519 key; a comment of printable ASCII.
[[nodiscard]] std::string to_ssh_public_key(const PublicKey& key, std::string_view comment = {});
/// `SHA256:` and unpadded base64, as ssh-keygen -l shows it.
[[nodiscard]] std::string ssh_fingerprint(const PublicKey& key);

struct SshCertificate {
  std::uint64_t serial = 0;
  std::string key_id;
  std::vector<std::string> principals;  // at least one: a certificate without any is good for everybody
  std::uint64_t valid_after = 0;        // Unix seconds
  std::uint64_t valid_before = 0;
  std::vector<std::string> extensions;
};

/// A user certificate for `subject`, without critical options: one line, `ssh-ed25519-cert-v01@openssh.com BASE64`.
/// REQUIRES: both keys are Ed25519; there is a principal; valid_after < valid_before.
[[nodiscard]] std::string issue_ssh_certificate(const PrivateKey& authority, const PublicKey& subject,
                                                const SshCertificate& contents, Random& random);

}  // namespace signet::crypto
