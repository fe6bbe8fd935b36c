// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/digest.hpp"

#include "library.hpp"
#include "openssl_handles.hpp"
#include "signet/schema/encoding.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::size_t kMostOfHkdf = 255 * 32;  // RFC 5869: L <= 255 * HashLen

// For a short message, making the context costs more than hashing. OpenSSL wipes its block buffer at the end of each.
EVP_MD_CTX* context_of_this_thread() {
  thread_local const EvpMdCtx context{EVP_MD_CTX_new()};
  if (!context) throw std::bad_alloc();
  return context.get();
}

OSSL_PARAM bytes_param(const char* name, ByteView bytes) {
  // OpenSSL only reads it; it takes a null pointer for "not given".
  static std::uint8_t nothing = 0;
  void* data = bytes.empty() ? &nothing : const_cast<std::uint8_t*>(bytes.data());
  return OSSL_PARAM_construct_octet_string(name, data, bytes.size());
}

OSSL_PARAM sha256_param(const char* name) {
  static char sha256[] = "SHA256";
  return OSSL_PARAM_construct_utf8_string(name, sha256, 0);
}

}  // namespace

Sha256 sha256(ByteView bytes) { return sha256({bytes}); }

Sha256 sha256(std::initializer_list<ByteView> parts) {
  EVP_MD_CTX* const context = context_of_this_thread();
  Sha256 hash;
  bool good = EVP_DigestInit_ex2(context, library().sha256, nullptr) == 1;
  for (const ByteView part : parts) good = good && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  good = good && EVP_DigestFinal_ex(context, hash.data(), nullptr) == 1;
  if (!good) throw_openssl_error("SHA-256");
  return hash;
}

std::string sha256_hex(ByteView bytes) { return to_hex(sha256(bytes)); }

SecretBytes hkdf_sha256(ByteView key, ByteView salt, std::string_view info, std::size_t length) {
  if (length == 0 || length > kMostOfHkdf) throw std::invalid_argument("HKDF-SHA256 gives 1 to 8160 bytes");
  const EvpKdfCtx context(EVP_KDF_CTX_new(library().hkdf));
  const OSSL_PARAM params[] = {sha256_param(OSSL_KDF_PARAM_DIGEST), bytes_param(OSSL_KDF_PARAM_KEY, key),
                               bytes_param(OSSL_KDF_PARAM_SALT, salt), bytes_param(OSSL_KDF_PARAM_INFO, as_bytes(info)),
                               OSSL_PARAM_construct_end()};
  SecretBytes derived(length);
  if (!context || EVP_KDF_derive(context.get(), derived.expose_mutable().data(), length, params) != 1) {
    throw_openssl_error("HKDF");
  }
  return derived;
}

Sha256 hmac_sha256(ByteView key, ByteView message) {
  static constexpr std::uint8_t kNothing = 0;
  const EvpMacCtx context(EVP_MAC_CTX_new(library().hmac));
  const OSSL_PARAM params[] = {sha256_param(OSSL_MAC_PARAM_DIGEST), OSSL_PARAM_construct_end()};
  Sha256 tag;
  std::size_t size = 0;
  // A null pointer would mean "the key of before".
  const std::uint8_t* key_data = key.empty() ? &kNothing : key.data();
  if (!context || EVP_MAC_init(context.get(), key_data, key.size(), params) != 1 ||
      EVP_MAC_update(context.get(), message.data(), message.size()) != 1 ||
      EVP_MAC_final(context.get(), tag.data(), &size, tag.size()) != 1 || size != tag.size()) {
    throw_openssl_error("HMAC");
  }
  return tag;
}

}  // namespace signet::crypto
