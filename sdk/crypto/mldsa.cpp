// SPDX-License-Identifier: Apache-2.0
#include "mldsa.hpp"

#include "library.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>

#include <stdexcept>

namespace signet::crypto::mldsa {
namespace {

constexpr const char* kName = "ML-DSA-65";

EvpPkeyCtx context_for(const EvpPkey& key) {
  EvpPkeyCtx context(EVP_PKEY_CTX_new_from_pkey(library().context, key.get(), nullptr));
  if (!context) throw_openssl_error("a context for ML-DSA-65");
  return context;
}

Bytes sign_with(const EvpPkey& key, ByteView message, const OSSL_PARAM* params) {
  const EvpPkeyCtx context = context_for(key);
  Bytes signature(kSignature);
  std::size_t size = signature.size();
  if (EVP_PKEY_sign_message_init(context.get(), library().mldsa65, params) != 1 ||
      EVP_PKEY_sign(context.get(), signature.data(), &size, message.data(), message.size()) != 1 ||
      size != kSignature) {
    throw_openssl_error("signing with ML-DSA-65");
  }
  return signature;
}

}  // namespace

EvpPkey import_public_key(ByteView raw) {
  if (raw.size() != kPublicKey) throw std::invalid_argument("an ML-DSA-65 public key has 1952 bytes");
  EvpPkey key(EVP_PKEY_new_raw_public_key_ex(library().context, kName, nullptr, raw.data(), raw.size()));
  if (!key) throw_openssl_error("an ML-DSA-65 public key");
  return key;
}

EvpPkey expand(ByteView seed) {
  // OpenSSL takes a seed of no bytes for none given, and makes a random key.
  if (seed.size() != kSeed) throw std::invalid_argument("an ML-DSA-65 seed has 32 bytes");
  const EvpPkeyCtx context(EVP_PKEY_CTX_new_from_name(library().context, kName, nullptr));
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_ML_DSA_SEED,
                                                                 const_cast<std::uint8_t*>(seed.data()), seed.size()),
                               OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_keygen_init(context.get()) != 1 || EVP_PKEY_CTX_set_params(context.get(), params) != 1 ||
      EVP_PKEY_generate(context.get(), &key) != 1) {
    throw_openssl_error("an ML-DSA-65 key from its seed");
  }
  return EvpPkey(key);
}

Bytes public_key_of(const EvpPkey& key) {
  Bytes raw(kPublicKey);
  std::size_t size = raw.size();
  if (EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &size) != 1 || size != kPublicKey) {
    throw_openssl_error("the raw ML-DSA-65 public key");
  }
  return raw;
}

SecretBytes expanded_key_of(const EvpPkey& key) {
  SecretBytes raw(kExpandedKey);
  std::size_t size = raw.size();
  if (EVP_PKEY_get_raw_private_key(key.get(), raw.expose_mutable().data(), &size) != 1 || size != kExpandedKey) {
    throw_openssl_error("the raw ML-DSA-65 private key");
  }
  return raw;
}

bool verify(const EvpPkey& key, ByteView message, ByteView signature) {
  if (signature.size() != kSignature) return false;
  const EvpPkeyCtx context = context_for(key);
  if (EVP_PKEY_verify_message_init(context.get(), library().mldsa65, nullptr) != 1) {
    throw_openssl_error("verifying with ML-DSA-65");
  }
  // 0 and negative numbers both mean a bad signature, and leave an entry in the thread's error queue.
  const bool good =
      EVP_PKEY_verify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

Bytes sign(const EvpPkey& key, ByteView message) { return sign_with(key, message, nullptr); }

Bytes sign_deterministically(const EvpPkey& key, ByteView message) {
  int yes = 1;
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_int(OSSL_SIGNATURE_PARAM_DETERMINISTIC, &yes),
                               OSSL_PARAM_construct_end()};
  return sign_with(key, message, params);
}

}  // namespace signet::crypto::mldsa
