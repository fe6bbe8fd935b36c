// SPDX-License-Identifier: Apache-2.0
// A read that gives a certificate. The names come from the secret, the key from who asks, the serial from chance.
#include "authority_keys.hpp"
#include "signet/crypto/ssh_certificate.hpp"
#include "signet/crypto/x509_certificate.hpp"
#include "signet/schema/encoding.hpp"
#include "store/authorities.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace signet::vault {
namespace {

constexpr std::int64_t kSkew = 60;  // clocks differ

struct Signed {
  std::string certificate;
  std::string serial;
  std::string fingerprint;
};

std::unexpected<Error> bad_key(std::string_view what) {
  return std::unexpected(Error{ErrorCode::invalid, "Must be " + std::string(what), "subjectKey"});
}

Result<Signed> sign_ssh(Work& work, const ReadAttempt& attempt, const Authority& authority, const SubjectKeys& keys,
                        const IssuedCertificate& issued) {
  const auto subject = crypto::parse_ssh_public_key(keys.ssh);
  if (!subject) return bad_key("an ssh-ed25519 public key on one line");
  crypto::SshCertificate contents{.key_id = "signet:" + attempt.machine.str() + ":" + attempt.secret,
                                  .principals = {issued.profile.subject},
                                  .valid_after = static_cast<std::uint64_t>(issued.valid_after),
                                  .valid_before = static_cast<std::uint64_t>(issued.valid_before),
                                  .extensions = issued.profile.usages};
  contents.principals.insert(contents.principals.end(), issued.profile.names.begin(), issued.profile.names.end());
  std::array<std::uint8_t, 8> serial{};
  work.random.fill(serial);
  for (const auto byte : serial) contents.serial = contents.serial << 8 | byte;
  const auto seed = open_authority_key(work.read(), work.keyring, authority);
  const auto key = crypto::PrivateKey::from_seed(Algorithm::ed25519, seed.expose());
  return Signed{crypto::issue_ssh_certificate(key, *subject, contents, work.random),
                std::to_string(contents.serial), crypto::ssh_fingerprint(*subject)};
}

Bytes octets(const std::string& address) {
  Bytes bytes(sizeof(in6_addr));
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) bytes.resize(sizeof(in_addr));
  else if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1)
    throw store::CorruptStore("a certificate's address is none: " + address);
  return bytes;
}

Result<Signed> sign_x509(Work& work, const Authority& authority, const SubjectKeys& keys,
                         const IssuedCertificate& issued) {
  const auto der = from_base64(keys.x509);
  const auto subject = der ? crypto::parse_subject_key(*der) : std::nullopt;
  if (!subject) return bad_key("base64 of the SubjectPublicKeyInfo of a P-256 or Ed25519 key");
  const auto& profile = issued.profile;
  const auto has = [&](std::string_view usage) {
    return std::ranges::find(profile.usages, usage) != profile.usages.end();
  };
  crypto::X509Certificate contents{.common_name = profile.subject,
                                   .dns_names = profile.names,
                                   .for_clients = has("clientAuth"),
                                   .for_servers = has("serverAuth"),
                                   .validity = {.not_before = issued.valid_after, .not_after = issued.valid_before}};
  for (const auto& address : profile.addresses) contents.addresses.push_back(octets(address));
  do work.random.fill(contents.serial);
  while (std::ranges::all_of(contents.serial, [](auto byte) { return byte == 0; }));
  const auto key = open_authority_key(work.read(), work.keyring, authority);
  return Signed{crypto::issue_x509_certificate(key.expose(), authority.public_part, *subject, contents),
                to_hex(contents.serial), to_hex(subject->fingerprint())};
}

}  // namespace

Result<IssuedCertificate> issue_certificate(Work& work, const ReadAttempt& attempt, const SubjectKeys& keys) {
  const auto allowed = may_read(work.read(), attempt, work.now, work.journal);
  if (!allowed) return std::unexpected(allowed.error());
  const auto& id = allowed->id;
  const auto secret = find_certificate_secret(work.read(), attempt.vault, id);
  if (!secret) return refuse(ErrorCode::conflict, "This is not a certificate secret");
  if (keys.by_headers && !secret->profile.header_form)
    return refuse(ErrorCode::forbidden, "This secret takes subject keys in a signed body only");
  const auto authority = find_authority(work.read(), attempt.vault, secret->profile.authority);
  if (!authority) return std::unexpected(authority.error());

  const auto seconds = std::clamp<std::uint64_t>(keys.seconds.value_or(secret->profile.max_seconds),
                                                 1, std::min(secret->profile.max_seconds, kMostCertificateSeconds));
  const auto now = to_unix_seconds(work.now);
  IssuedCertificate issued{.kind = authority->kind,
                           .certificate = {},
                           .profile = secret->profile,
                           .chain = authority->kind == AuthorityKind::x509 ? authority->public_part : std::string(),
                           .valid_after = now - kSkew,
                           .valid_before = now + static_cast<std::int64_t>(seconds)};
  auto made = authority->kind == AuthorityKind::ssh ? sign_ssh(work, attempt, *authority, keys, issued)
                                                    : sign_x509(work, *authority, keys, issued);
  if (!made) return std::unexpected(made.error());
  issued.certificate = std::move(made->certificate);
  // All that reading does: caps, canaries and delivery count a certificate like a value.
  const auto read = read_in_commit(work, attempt);
  if (!read) return std::unexpected(read.error());
  work.journal.add(Action::certificate_issue,
                   std::string(name_of(authority->kind)) + " by " + authority->id.str() + ", serial " + made->serial +
                       ", key " + made->fingerprint + ", from " + std::to_string(issued.valid_after) + " to " +
                       std::to_string(issued.valid_before))
      .secret_id = id.str();
  return issued;
}

}  // namespace signet::vault
