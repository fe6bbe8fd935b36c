// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/aes_gcm.hpp"

#include "library.hpp"
#include "openssl_handles.hpp"

#include <openssl/err.h>

#include <limits>
#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::size_t kMost = std::numeric_limits<int>::max();  // what OpenSSL counts in

/// OpenSSL takes a null pointer for something else than no bytes.
const std::uint8_t* data_of(ByteView bytes) {
  static constexpr std::uint8_t kNothing = 0;
  return bytes.empty() ? &kNothing : bytes.data();
}

int size_of(ByteView bytes) {
  if (bytes.size() > kMost) throw std::invalid_argument("too long for AES-GCM in one piece");
  return static_cast<int>(bytes.size());
}

}  // namespace

Bytes seal_aes256_gcm(ByteView key, ByteView nonce, ByteView plaintext, ByteView additional) {
  if (key.size() != kAesKey || nonce.size() != kAesGcmNonce) {
    throw std::invalid_argument("AES-256-GCM takes a key of 32 bytes and a nonce of 12");
  }
  const EvpCipherCtx context(EVP_CIPHER_CTX_new());
  Bytes sealed(plaintext.size() + kAesGcmTag);
  int size = 0;
  std::uint8_t end = 0;  // GCM has no last block
  const bool good =
      context && EVP_EncryptInit_ex2(context.get(), library().aes256_gcm, key.data(), nonce.data(), nullptr) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &size, data_of(additional), size_of(additional)) == 1 &&
      EVP_EncryptUpdate(context.get(), sealed.data(), &size, data_of(plaintext), size_of(plaintext)) == 1 &&
      static_cast<std::size_t>(size) == plaintext.size() && EVP_EncryptFinal_ex(context.get(), &end, &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kAesGcmTag, sealed.data() + plaintext.size()) == 1;
  if (!good) throw_openssl_error("AES-256-GCM");
  return sealed;
}

std::optional<SecretBytes> open_aes256_gcm(ByteView key, ByteView nonce, ByteView sealed, ByteView additional) {
  if (key.size() != kAesKey || nonce.size() != kAesGcmNonce || sealed.size() < kAesGcmTag) return std::nullopt;
  const EvpCipherCtx context(EVP_CIPHER_CTX_new());
  const ByteView ciphertext = sealed.first(sealed.size() - kAesGcmTag);
  Bytes tag(sealed.end() - kAesGcmTag, sealed.end());
  SecretBytes plaintext(ciphertext.size() + 1);  // never a null pointer
  int size = 0;
  std::uint8_t end = 0;
  const bool ready = context &&
                     EVP_DecryptInit_ex2(context.get(), library().aes256_gcm, key.data(), nonce.data(), nullptr) == 1 &&
                     EVP_DecryptUpdate(context.get(), nullptr, &size, data_of(additional), size_of(additional)) == 1 &&
                     EVP_DecryptUpdate(context.get(), plaintext.expose_mutable().data(), &size, data_of(ciphertext),
                                       size_of(ciphertext)) == 1 &&
                     EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kAesGcmTag, tag.data()) == 1;
  if (!ready) throw_openssl_error("AES-256-GCM");
  if (EVP_DecryptFinal_ex(context.get(), &end, &size) != 1) {
    ERR_clear_error();
    return std::nullopt;
  }
  plaintext.resize(ciphertext.size());
  return plaintext;
}

}  // namespace signet::crypto
