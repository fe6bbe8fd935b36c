// SPDX-License-Identifier: Apache-2.0
// The keys that certificates are for, as OpenSSH lines and as SubjectPublicKeyInfo: one text for one key.
#include "fuzz/require.hpp"
#include "signet/crypto/ssh_certificate.hpp"
#include "signet/crypto/x509_certificate.hpp"

using namespace signet::crypto;
using signet::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const signet::ByteView input(data, size);
  if (const auto key = parse_ssh_public_key(signet::as_text(input))) {
    const auto line = to_ssh_public_key(*key);
    require(signet::as_text(input).starts_with(line));
    require(parse_ssh_public_key(line)->raw() == key->raw());
  }
  if (const auto key = parse_subject_key(input)) {
    require(key->spki == signet::Bytes(input.begin(), input.end()));
    require(size == 91 || size == 44);
  }
  return 0;
}
