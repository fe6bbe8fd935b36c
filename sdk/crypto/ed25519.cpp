// SPDX-License-Identifier: Apache-2.0
#include "ed25519.hpp"

#include "library.hpp"

#include <stdexcept>

namespace signet::crypto::ed25519 {

static_assert(kSeed == crypto_sign_SEEDBYTES && kPublicKey == crypto_sign_PUBLICKEYBYTES &&
              kSignature == crypto_sign_BYTES && crypto_sign_SECRETKEYBYTES == kSeed + kPublicKey);

bool is_acceptable_key(ByteView public_key) {
  return public_key.size() == kPublicKey && crypto_core_ed25519_is_valid_point(public_key.data()) == 1;
}

bool verify(ByteView public_key, ByteView message, ByteView signature) {
  return public_key.size() == kPublicKey && signature.size() == kSignature &&
         crypto_sign_verify_detached(signature.data(), message.data(), message.size(), public_key.data()) == 0;
}

SecretBytes expand(ByteView seed) {
  if (seed.size() != kSeed) throw std::invalid_argument("an Ed25519 seed has 32 bytes");
  static_cast<void>(library());
  SecretBytes expanded(crypto_sign_SECRETKEYBYTES);
  Bytes public_key(kPublicKey);
  crypto_sign_seed_keypair(public_key.data(), expanded.expose_mutable().data(), seed.data());
  return expanded;
}

ByteView seed_of(const SecretBytes& expanded) { return expanded.expose().first(kSeed); }
ByteView public_key_of(const SecretBytes& expanded) { return expanded.expose().subspan(kSeed); }

Bytes sign(const SecretBytes& expanded, ByteView message) {
  Bytes signature(kSignature);
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), expanded.expose().data());
  return signature;
}

}  // namespace signet::crypto::ed25519
