// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/x509_certificate.hpp"

#include "key_forms.hpp"
#include "library.hpp"
#include "p256.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/crypto/keys.hpp"
#include "x509_parts.hpp"

#include <algorithm>
#include <stdexcept>

namespace signet::crypto {
namespace {

// RFC 5480: ecPublicKey, prime256v1, a bit string without unused bits; the point begins with 04.
constexpr auto kP256Public = std::to_array<std::uint8_t>({0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                                          0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
                                                          0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00});

std::optional<ByteView> p256_point(ByteView spki) {
  if (spki.size() != kP256Public.size() + p256::kPoint ||
      !std::ranges::equal(spki.first(kP256Public.size()), kP256Public))
    return std::nullopt;
  return spki.last(p256::kPoint);
}

EvpPkey import_subject(ByteView spki) {
  if (const auto point = p256_point(spki)) {
    if (auto key = p256::import_point(*point)) return std::move(*key);
  } else if (const auto raw = find_public_key(spki); raw && raw->algorithm == Algorithm::ed25519) {
    EvpPkey key(
        EVP_PKEY_new_raw_public_key_ex(library().context, "ED25519", nullptr, raw->raw.data(), raw->raw.size()));
    if (key) return key;
  }
  throw_openssl_error("the key of a certificate's subject");
}

}  // namespace

std::array<std::uint8_t, 32> X509SubjectKey::fingerprint() const { return sha256(spki); }

std::optional<X509SubjectKey> parse_subject_key(ByteView der) {
  if (const auto point = p256_point(der)) {
    if (!p256::import_point(*point)) return std::nullopt;
  } else {
    const auto raw = find_public_key(der);
    if (!raw || raw->algorithm != Algorithm::ed25519 || !PublicKey::from_raw(raw->algorithm, raw->raw))
      return std::nullopt;
  }
  return X509SubjectKey{Bytes(der.begin(), der.end())};
}

X509Authority make_x509_authority(std::string_view common_name, std::string_view organisation,
                                  const Validity& validity, Random& random) {
  auto scalar = p256::random_scalar(random);
  const auto key = p256::import_scalar(scalar.expose());
  std::array<std::uint8_t, 16> serial{};
  random.fill(serial);
  serial[0] |= 1;  // never zero
  x509::Builder builder(serial, validity);
  const auto name = x509::make_name(common_name, organisation);
  builder.issuer(name.get()).subject(name.get()).public_key(key.get()).authority_constraints();
  builder.key_identifiers(key.get(), key.get());
  return {std::move(scalar), builder.sign(key.get())};
}

std::string issue_x509_certificate(ByteView authority_key, std::string_view authority, const X509SubjectKey& subject,
                                   const X509Certificate& contents) {
  if (!contents.for_clients && !contents.for_servers) throw std::invalid_argument("a certificate is for something");
  const auto issuer = x509::parse_pem(authority);
  const auto key = p256::import_scalar(authority_key);
  if (X509_check_private_key(issuer.get(), key.get()) != 1)
    throw_openssl_error("an authority's certificate is not of its key");
  const auto subject_key = import_subject(subject.spki);
  x509::Builder builder(contents.serial, contents.validity);
  builder.issuer(X509_get_subject_name(issuer.get())).subject(x509::make_name(contents.common_name, {}).get());
  builder.public_key(subject_key.get()).leaf_constraints(contents.for_clients, contents.for_servers);
  builder.alternative_names(contents.dns_names, contents.addresses);
  builder.key_identifiers(subject_key.get(), key.get());
  return builder.sign(key.get());
}

}  // namespace signet::crypto
