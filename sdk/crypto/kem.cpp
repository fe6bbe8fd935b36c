// SPDX-License-Identifier: Apache-2.0
#include "kem.hpp"

#include "library.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>
#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace signet::crypto::kem {
namespace {

constexpr const char* kMlkem = "ML-KEM-768";
constexpr std::string_view kXWingLabel = R"(\.//^\)";
static_assert(kXWingLabel.size() == 6);
static_assert(kX25519 == crypto_scalarmult_BYTES && kX25519 == crypto_scalarmult_SCALARBYTES);

OSSL_PARAM octets(const char* name, const SecretBytes& bytes) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(bytes.expose().data()), bytes.size());
}

void require_size(std::size_t expected, ByteView bytes) {
  if (bytes.size() != expected) throw std::invalid_argument("a part of a sealing key has another length");
}

/// Below 2^255 - 19: every point has one encoding.
bool is_canonical(ByteView point) {
  if (point.back() > 0x7F) return false;
  const bool high = point.back() == 0x7F && std::ranges::all_of(point.subspan(1, 30), [](auto b) { return b == 0xFF; });
  return !high || point.front() < 0xED;
}

EvpPkeyCtx context_of(const EvpPkey& key) {
  EvpPkeyCtx context(EVP_PKEY_CTX_new_from_pkey(library().context, key.get(), nullptr));
  if (!context) throw_openssl_error("a context for ML-KEM-768");
  return context;
}

}  // namespace

bool is_acceptable_x25519(ByteView public_key) {
  if (public_key.size() != kX25519 || !is_canonical(public_key)) return false;
  // A multiple of the cofactor takes every point of small order to zero.
  return x25519(SecretBytes(Bytes(kX25519, 0x08)), public_key).has_value();
}

Bytes x25519_public_key(const SecretBytes& secret) {
  require_size(kX25519, secret.expose());
  static_cast<void>(library());
  Bytes public_key(kX25519);
  if (crypto_scalarmult_base(public_key.data(), secret.expose().data()) != 0) {
    throw std::runtime_error("X25519 gave no public key");
  }
  return public_key;
}

std::optional<SecretBytes> x25519(const SecretBytes& secret, ByteView public_key) {
  require_size(kX25519, secret.expose());
  require_size(kX25519, public_key);
  static_cast<void>(library());
  SecretBytes shared(kSecret);
  if (crypto_scalarmult(shared.expose_mutable().data(), secret.expose().data(), public_key.data()) != 0) {
    return std::nullopt;
  }
  return shared;
}

EvpPkey import_mlkem_key(ByteView raw) {
  require_size(kMlkemKey, raw);
  EvpPkey key(EVP_PKEY_new_raw_public_key_ex(library().context, kMlkem, nullptr, raw.data(), raw.size()));
  if (!key) ERR_clear_error();
  return key;
}

EvpPkey expand_mlkem(const SecretBytes& seed) {
  require_size(kMlkemSeed, seed.expose());
  const EvpPkeyCtx context(EVP_PKEY_CTX_new_from_name(library().context, kMlkem, nullptr));
  const OSSL_PARAM params[] = {octets(OSSL_PKEY_PARAM_ML_KEM_SEED, seed), OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_keygen_init(context.get()) != 1 || EVP_PKEY_CTX_set_params(context.get(), params) != 1 ||
      EVP_PKEY_generate(context.get(), &key) != 1) {
    throw_openssl_error("an ML-KEM-768 key from its seed");
  }
  return EvpPkey(key);
}

Bytes mlkem_public_key_of(const EvpPkey& key) {
  Bytes raw(kMlkemKey);
  std::size_t size = raw.size();
  if (EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &size) != 1 || size != kMlkemKey) {
    throw_openssl_error("the raw ML-KEM-768 public key");
  }
  return raw;
}

Encapsulated encapsulate(const EvpPkey& key, const SecretBytes& entropy) {
  require_size(kSecret, entropy.expose());
  const EvpPkeyCtx context = context_of(key);
  const OSSL_PARAM params[] = {octets(OSSL_KEM_PARAM_IKME, entropy), OSSL_PARAM_construct_end()};
  Encapsulated made{Bytes(kMlkemCiphertext), SecretBytes(kSecret)};
  std::size_t ciphertext = made.ciphertext.size(), secret = made.secret.size();
  if (EVP_PKEY_encapsulate_init(context.get(), params) != 1 ||
      EVP_PKEY_encapsulate(context.get(), made.ciphertext.data(), &ciphertext, made.secret.expose_mutable().data(),
                           &secret) != 1 ||
      ciphertext != kMlkemCiphertext || secret != kSecret) {
    throw_openssl_error("encapsulating with ML-KEM-768");
  }
  return made;
}

SecretBytes decapsulate(const EvpPkey& key, ByteView ciphertext) {
  require_size(kMlkemCiphertext, ciphertext);
  const EvpPkeyCtx context = context_of(key);
  SecretBytes secret(kSecret);
  std::size_t size = secret.size();
  if (EVP_PKEY_decapsulate_init(context.get(), nullptr) != 1 ||
      EVP_PKEY_decapsulate(context.get(), secret.expose_mutable().data(), &size, ciphertext.data(),
                           ciphertext.size()) != 1 ||
      size != kSecret) {
    throw_openssl_error("decapsulating with ML-KEM-768");
  }
  return secret;
}

Expanded expand_seed(ByteView seed) {
  require_size(kSeed, seed);
  SecretBytes both(kMlkemSeed + kX25519);
  const EvpMdCtx context(EVP_MD_CTX_new());
  if (!context || EVP_DigestInit_ex2(context.get(), library().shake256, nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), seed.data(), seed.size()) != 1 ||
      EVP_DigestFinalXOF(context.get(), both.expose_mutable().data(), both.size()) != 1) {
    throw_openssl_error("SHAKE256");
  }
  return {SecretBytes(both.expose().first(kMlkemSeed)), SecretBytes(both.expose().last(kX25519))};
}

SecretBytes combine(const SecretBytes& mlkem_secret, const SecretBytes& x25519_secret, ByteView ephemeral_key,
                    ByteView recipient_key) {
  SecretBytes secret(kSecret);
  const EvpMdCtx context(EVP_MD_CTX_new());
  bool good = context && EVP_DigestInit_ex2(context.get(), library().sha3_256, nullptr) == 1;
  for (const ByteView part : {mlkem_secret.expose(), x25519_secret.expose(), ephemeral_key, recipient_key,
                              as_bytes(kXWingLabel)}) {
    good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  }
  if (!good || EVP_DigestFinal_ex(context.get(), secret.expose_mutable().data(), nullptr) != 1) {
    throw_openssl_error("SHA3-256");
  }
  return secret;
}

}  // namespace signet::crypto::kem
