// SPDX-License-Identifier: Apache-2.0
// What a certificate may say, and the secrets that say it.
#include "domain/address.hpp"
#include "store/authorities.hpp"
#include "vault/certificates.hpp"
#include "vault/secrets.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace signet::vault {
namespace {

constexpr std::size_t kMaxSubject = 64;  // X.520 of a common name
constexpr std::size_t kMaxNames = 32;
constexpr std::size_t kMaxHost = 253;
constexpr std::size_t kMaxLabel = 63;
constexpr std::array<std::string_view, 5> kExtensions{"permit-X11-forwarding", "permit-agent-forwarding",
                                                      "permit-port-forwarding", "permit-pty", "permit-user-rc"};
constexpr std::array<std::string_view, 2> kUsages{"clientAuth", "serverAuth"};

bool consists_of(std::string_view text, std::size_t most, std::string_view others) {
  return !text.empty() && text.size() <= most && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
  });
}

bool is_principal(std::string_view text) { return consists_of(text, kMaxSubject, "._@+-"); }

bool is_label(std::string_view text) {
  return consists_of(text, kMaxLabel, "-") && !text.starts_with('-') && !text.ends_with('-');
}

/// Perhaps with a star for its first label: then two more follow, since nobody has a whole top-level domain.
bool is_dns_name(std::string_view text) {
  if (text.size() > kMaxHost) return false;
  const bool star = text.starts_with("*.");
  if (star) text.remove_prefix(2);
  if (star && !text.contains('.')) return false;
  return std::ranges::all_of(
             text | std::views::split('.'),
             [](const auto& label) { return is_label(std::string_view(label.begin(), label.end())); }) &&
         !text.empty();
}

std::unexpected<Error> wrong(std::string field, std::string message) {
  return std::unexpected(Error{ErrorCode::invalid, std::move(message), std::move(field)});
}

bool are_of(const std::vector<std::string>& words, auto& known) {
  auto sorted = words;
  std::ranges::sort(sorted);
  return std::ranges::adjacent_find(sorted) == sorted.end() &&
         std::ranges::all_of(words, [&](const auto& word) { return std::ranges::find(known, word) != known.end(); });
}

Result<void> check_ssh(const CertificateProfile& profile) {
  if (!is_principal(profile.subject)) return wrong("subject", "Must be 1 to 64 of A-Z a-z 0-9 . _ @ + -");
  if (!std::ranges::all_of(profile.names, is_principal))
    return wrong("names", "Must be principals of 1 to 64 of A-Z a-z 0-9 . _ @ + -");
  if (!profile.host.empty() && !consists_of(profile.host, kMaxHost, "._:-"))
    return wrong("host", "Must be at most 253 of A-Z a-z 0-9 . _ : -");
  if (!profile.addresses.empty()) return wrong("addresses", "Are for X.509 only");
  if (!are_of(profile.usages, kExtensions)) return wrong("usages", "Must be extensions of SSH, each once");
  return {};
}

Result<void> check_x509(const CertificateProfile& profile) {
  if (profile.subject.size() > kMaxSubject) return wrong("subject", "Is longer than 64 bytes");
  if (!std::ranges::all_of(profile.names, is_dns_name)) return wrong("names", "Must be DNS names");
  if (!std::ranges::all_of(profile.addresses, [](const auto& text) { return Address::parse(text).has_value(); }))
    return wrong("addresses", "Must be IP addresses");
  if (!profile.host.empty()) return wrong("host", "Is for SSH only");
  if (profile.usages.empty() || !are_of(profile.usages, kUsages))
    return wrong("usages", "Must be clientAuth, serverAuth, or both");
  return {};
}

Result<AuthorityKind> check(Work& work, const VaultId& vault, const CertificateProfile& profile) {
  const auto authority = find_authority(work.read(), vault, profile.authority);
  if (!authority) return wrong("authorityId", "Is no authority of this vault");
  if (profile.names.size() > kMaxNames || profile.addresses.size() > kMaxNames)
    return wrong(profile.names.size() > kMaxNames ? "names" : "addresses", "Are more than 32");
  const auto checked = authority->kind == AuthorityKind::ssh ? check_ssh(profile) : check_x509(profile);
  if (!checked) return std::unexpected(checked.error());
  return authority->kind;
}

}  // namespace

Result<CertificateSecret> find_certificate_secret(store::Snapshot& snapshot, const VaultId& vault,
                                                  const SecretId& id) {
  const auto secret = find_secret(snapshot, vault, id);
  if (!secret) return std::unexpected(secret.error());
  auto profile = snapshot.authorities().find_profile(id);
  if (!profile) return not_found("certificate secret");
  const auto authority = find_authority(snapshot, vault, profile->authority);
  if (!authority) throw store::CorruptStore("certificate secret " + id.str() + " names no authority");
  return CertificateSecret{*secret, authority->kind, std::move(*profile)};
}

Result<CertificateSecret> create_certificate_secret(Work& work, const VaultId& vault, const ProjectId& project,
                                                    const std::string& name, const CertificateProfile& profile) {
  const auto kind = check(work, vault, profile);
  if (!kind) return std::unexpected(kind.error());
  // What a plain read gives: public clients know a certificate secret by it.
  auto secret = create_secret(work, vault, project, name, {SecretBytes::from_text("{}"), {}});
  if (!secret) return std::unexpected(secret.error());
  secret->kind = SecretKind::certificate;
  work.transaction.set_secret_kind(secret->id, secret->kind);
  work.transaction.authorities().put_profile(secret->id, profile);
  return CertificateSecret{std::move(*secret), *kind, profile};
}

Result<CertificateSecret> replace_profile(Work& work, const VaultId& vault, const SecretId& id,
                                          const CertificateProfile& profile) {
  auto known = find_certificate_secret(work.read(), vault, id);
  if (!known) return known;
  const auto kind = check(work, vault, profile);
  if (!kind) return std::unexpected(kind.error());
  work.transaction.authorities().put_profile(id, profile);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::secret_update, "what its certificates say").secret_id = id.str();
  known->kind = *kind;
  known->profile = profile;
  return known;
}

}  // namespace signet::vault
