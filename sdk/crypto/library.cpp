// SPDX-License-Identifier: Apache-2.0
#include "library.hpp"

#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/provider.h>
#include <sodium.h>

#include <array>
#include <stdexcept>
#include <string>

namespace signet::crypto {
namespace {

template <class T>
T* need(T* object, std::string_view name) {
  if (object == nullptr) throw_openssl_error(name);
  return object;
}

/// Of every algorithm that signs, but the parts that libsodium does and the pairs that we do.
bool is_openssls(const AlgorithmInfo& known) {
  return signs(known) && (known.family == Family::lattice || known.family == Family::hash);
}

std::array<EVP_SIGNATURE*, kAlgorithms.size()> fetch_signatures(OSSL_LIB_CTX* context) {
  std::array<EVP_SIGNATURE*, kAlgorithms.size()> fetched{};
  for (std::size_t row = 0; row < kAlgorithms.size(); ++row) {
    const AlgorithmInfo& known = kAlgorithms[row];
    if (is_openssls(known))
      fetched[row] = need(EVP_SIGNATURE_fetch(context, known.name.data(), nullptr),
                          std::string(known.name) + ", which came with OpenSSL 3.5");
  }
  return fetched;
}

Library load() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  OSSL_LIB_CTX* const context = need(OSSL_LIB_CTX_new(), "a library context");
  need(OSSL_PROVIDER_load(context, "default"), "the default provider");
  return {
      .context = context,
      .sha256 = need(EVP_MD_fetch(context, "SHA256", nullptr), "SHA-256"),
      .sha3_256 = need(EVP_MD_fetch(context, "SHA3-256", nullptr), "SHA3-256"),
      .shake256 = need(EVP_MD_fetch(context, "SHAKE256", nullptr), "SHAKE256"),
      .hmac = need(EVP_MAC_fetch(context, "HMAC", nullptr), "HMAC"),
      .hkdf = need(EVP_KDF_fetch(context, "HKDF", nullptr), "HKDF"),
      .aes256_gcm = need(EVP_CIPHER_fetch(context, "AES-256-GCM", nullptr), "AES-256-GCM"),
      .signatures = fetch_signatures(context),
  };
}

}  // namespace

const Library& library() {
  static const Library loaded = load();
  return loaded;
}

EVP_SIGNATURE* signature_scheme(Algorithm algorithm) {
  EVP_SIGNATURE* const scheme = library().signatures[static_cast<std::size_t>(&info(algorithm) - kAlgorithms.data())];
  if (scheme == nullptr) throw std::logic_error("OpenSSL does not sign with this algorithm");
  return scheme;
}

void throw_openssl_error(std::string_view what_failed) {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_peek_last_error(), text.data(), text.size());
  ERR_clear_error();
  throw std::runtime_error("OpenSSL: " + std::string(what_failed) + ": " + text.data());
}

}  // namespace signet::crypto
