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

Library load() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  OSSL_LIB_CTX* const context = need(OSSL_LIB_CTX_new(), "a library context");
  need(OSSL_PROVIDER_load(context, "default"), "the default provider");
  return {
      .context = context,
      .sha256 = need(EVP_MD_fetch(context, "SHA256", nullptr), "SHA-256"),
      .hmac = need(EVP_MAC_fetch(context, "HMAC", nullptr), "HMAC"),
      .hkdf = need(EVP_KDF_fetch(context, "HKDF", nullptr), "HKDF"),
      .aes256_gcm = need(EVP_CIPHER_fetch(context, "AES-256-GCM", nullptr), "AES-256-GCM"),
      .mldsa65 = need(EVP_SIGNATURE_fetch(context, "ML-DSA-65", nullptr), "ML-DSA-65, which came with OpenSSL 3.5"),
  };
}

}  // namespace

const Library& library() {
  static const Library loaded = load();
  return loaded;
}

void throw_openssl_error(std::string_view what_failed) {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_peek_last_error(), text.data(), text.size());
  ERR_clear_error();
  throw std::runtime_error("OpenSSL: " + std::string(what_failed) + ": " + text.data());
}

}  // namespace signet::crypto
