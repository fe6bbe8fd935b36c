// SPDX-License-Identifier: Apache-2.0
// The parts of which a certificate is put together. Values go into OpenSSL's structures, never through its texts for
// configuration files, in which a name could become an option. Every function throws std::runtime_error if OpenSSL
// refuses.
#pragma once

#include "openssl_handles.hpp"
#include "signet/crypto/x509_certificate.hpp"

#include <openssl/x509v3.h>

#include <memory>

namespace signet::crypto::x509 {

using Certificate = std::unique_ptr<X509, OpenSslFree<X509_free>>;
using Name = std::unique_ptr<X509_NAME, OpenSslFree<X509_NAME_free>>;

/// `organisation` may be empty.
[[nodiscard]] Name make_name(std::string_view common_name, std::string_view organisation);
[[nodiscard]] Certificate parse_pem(std::string_view pem);

class Builder {
 public:
  Builder(ByteView serial, const Validity& validity);
  Builder& issuer(const X509_NAME* name);
  Builder& subject(const X509_NAME* name);
  Builder& public_key(EVP_PKEY* key);
  Builder& authority_constraints();
  Builder& leaf_constraints(bool for_clients, bool for_servers);
  /// Nothing if there are none.
  Builder& alternative_names(const std::vector<std::string>& dns_names, const std::vector<Bytes>& addresses);
  /// RFC 7093, method 1: the first 160 bits of the SHA-256 of the key's bit string.
  Builder& key_identifiers(EVP_PKEY* subject, EVP_PKEY* issuer);
  [[nodiscard]] std::string sign(EVP_PKEY* key);

 private:
  void extend(int nid, void* value, bool critical);
  void key_usage(std::initializer_list<int> bits);
  Certificate certificate_;
};

}  // namespace signet::crypto::x509
