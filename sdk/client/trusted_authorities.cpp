// SPDX-License-Identifier: Apache-2.0
#include "trusted_authorities.hpp"

#include "fail.hpp"

#include <fmt/format.h>

namespace signet::client {
namespace {

constexpr const char* kBundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Alpine, Arch
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",                             // SUSE
    "/etc/ssl/cert.pem",                                  // BSD, macOS
};

}  // namespace

Result<std::filesystem::path> trusted_authorities(const std::filesystem::path& chosen, const Environment& environment) {
  std::filesystem::path named = chosen;
  if (named.empty()) named = environment("SSL_CERT_FILE").value_or("");
  if (!named.empty()) {
    if (std::filesystem::is_regular_file(named)) return named;
    return fail(ErrorKind::tls, fmt::format("there is no file of certificates {}", named.string()));
  }
  for (const char* bundle : kBundles) {
    if (std::filesystem::is_regular_file(bundle)) return bundle;
  }
  return fail(ErrorKind::tls,
              "this system has no certificate authorities, so no server can prove who it is: install "
              "ca-certificates, or name a file with --ca-file or SSL_CERT_FILE");
}

}  // namespace signet::client
