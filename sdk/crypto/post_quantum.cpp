// SPDX-License-Identifier: Apache-2.0
#include "post_quantum.hpp"

#include "library.hpp"
#include "verify_by_liboqs.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>

#include <stdexcept>
#include <string>

namespace signet::crypto::post_quantum {
namespace {

// OpenSSL knows both seeds by one name.
static_assert(std::string_view(OSSL_PKEY_PARAM_ML_DSA_SEED) == OSSL_PKEY_PARAM_SLH_DSA_SEED);

std::string text(std::string_view what, Algorithm algorithm) {
  return std::string(what) + ' ' + std::string(info(algorithm).name);
}

void require_size(Algorithm algorithm, std::string_view what, std::size_t expected, ByteView bytes) {
  if (bytes.size() == expected) return;
  throw std::invalid_argument(text(what, algorithm) + " has " + std::to_string(expected) + " bytes");
}

EvpPkeyCtx context_for(Algorithm algorithm, const EvpPkey& key) {
  EvpPkeyCtx context(EVP_PKEY_CTX_new_from_pkey(library().context, key.get(), nullptr));
  if (!context) throw_openssl_error(text("a context for", algorithm));
  return context;
}

Bytes sign_with(Algorithm algorithm, const EvpPkey& key, ByteView message, const OSSL_PARAM* params) {
  const EvpPkeyCtx context = context_for(algorithm, key);
  Bytes signature(info(algorithm).signature);
  std::size_t size = signature.size();
  if (EVP_PKEY_sign_message_init(context.get(), signature_scheme(algorithm), params) != 1 ||
      EVP_PKEY_sign(context.get(), signature.data(), &size, message.data(), message.size()) != 1 ||
      size != signature.size()) {
    throw_openssl_error(text("signing with", algorithm));
  }
  return signature;
}

}  // namespace

EvpPkey import_public_key(Algorithm algorithm, ByteView raw) {
  require_size(algorithm, "a public key of", info(algorithm).public_key, raw);
  EvpPkey key(EVP_PKEY_new_raw_public_key_ex(library().context, info(algorithm).name.data(), nullptr, raw.data(),
                                             raw.size()));
  if (!key) throw_openssl_error(text("a public key of", algorithm));
  return key;
}

EvpPkey expand(Algorithm algorithm, ByteView seed) {
  // OpenSSL takes a seed of no bytes for none given, and makes a random key.
  require_size(algorithm, "a seed of", info(algorithm).seed, seed);
  const EvpPkeyCtx context(EVP_PKEY_CTX_new_from_name(library().context, info(algorithm).name.data(), nullptr));
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_ML_DSA_SEED,
                                                                 const_cast<std::uint8_t*>(seed.data()), seed.size()),
                               OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_keygen_init(context.get()) != 1 || EVP_PKEY_CTX_set_params(context.get(), params) != 1 ||
      EVP_PKEY_generate(context.get(), &key) != 1) {
    throw_openssl_error(text("a key from its seed, of", algorithm));
  }
  return EvpPkey(key);
}

EvpPkey import_expanded_key(Algorithm algorithm, ByteView expanded) {
  require_size(algorithm, "a secret key of", info(algorithm).secret_key, expanded);
  EvpPkey key(EVP_PKEY_new_raw_private_key_ex(library().context, info(algorithm).name.data(), nullptr, expanded.data(),
                                              expanded.size()));
  if (!key) ERR_clear_error();
  return key;
}

Bytes public_key_of(Algorithm algorithm, const EvpPkey& key) {
  Bytes raw(info(algorithm).public_key);
  std::size_t size = raw.size();
  if (EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &size) != 1 || size != raw.size()) {
    throw_openssl_error(text("the raw public key of", algorithm));
  }
  return raw;
}

SecretBytes expanded_key_of(Algorithm algorithm, const EvpPkey& key) {
  SecretBytes raw(info(algorithm).secret_key);
  std::size_t size = raw.size();
  if (EVP_PKEY_get_raw_private_key(key.get(), raw.expose_mutable().data(), &size) != 1 || size != raw.size()) {
    throw_openssl_error(text("the raw private key of", algorithm));
  }
  return raw;
}

bool verify(Algorithm algorithm, const EvpPkey& key, ByteView message, ByteView signature) {
  if (signature.size() != info(algorithm).signature) return false;
#ifdef SIGNET_WITH_LIBOQS
  if (info(algorithm).family == Family::lattice)
    return verify_by_liboqs(algorithm, public_key_of(algorithm, key), message, signature);
#endif
  return verify_by_openssl(algorithm, key, message, signature);
}

bool verify_by_openssl(Algorithm algorithm, const EvpPkey& key, ByteView message, ByteView signature) {
  if (signature.size() != info(algorithm).signature) return false;
  const EvpPkeyCtx context = context_for(algorithm, key);
  if (EVP_PKEY_verify_message_init(context.get(), signature_scheme(algorithm), nullptr) != 1) {
    throw_openssl_error(text("verifying with", algorithm));
  }
  // 0 and negative numbers both mean a bad signature, and leave an entry in the thread's error queue.
  const bool good =
      EVP_PKEY_verify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

Bytes sign(Algorithm algorithm, const EvpPkey& key, ByteView message) {
  return sign_with(algorithm, key, message, nullptr);
}

Bytes sign_deterministically(Algorithm algorithm, const EvpPkey& key, ByteView message) {
  int yes = 1;
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_int(OSSL_SIGNATURE_PARAM_DETERMINISTIC, &yes),
                               OSSL_PARAM_construct_end()};
  return sign_with(algorithm, key, message, params);
}

}  // namespace signet::crypto::post_quantum
