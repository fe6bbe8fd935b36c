// SPDX-License-Identifier: Apache-2.0
#include "byte_reader.hpp"
#include "parsed_sealing_keys.hpp"
#include "signet/crypto/digest.hpp"

#include <sodium.h>

#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::uint8_t kVersion = 0x01;
constexpr std::string_view kLabel = "signet/sealed/v1";
constexpr std::size_t kHeader = 1 + kem::kX25519 + kem::kMlkemCiphertext;
constexpr std::size_t kNonce = crypto_aead_chacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_chacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKey = crypto_aead_chacha20poly1305_ietf_KEYBYTES;
static_assert(kHeader + kNonce + kTag == kEnvelopeOverhead);

SecretBytes derive_key(const SecretBytes& secret, const Bytes& recipient, ByteView header) {
  Bytes info{static_cast<std::uint8_t>(kLabel.size())};
  put(info, as_bytes(kLabel));
  put(info, sha256(recipient));
  put(info, sha256(header));
  return hkdf_sha256(secret.expose(), as_bytes(kLabel), as_text(info), kKey);
}

/// The header has one length, so what stands behind it is the context and nothing else.
Bytes additional_data(ByteView header, ByteView context) {
  Bytes data(header.begin(), header.end());
  put(data, context);
  return data;
}

SecretBytes random_bytes(Random& random, std::size_t size) {
  SecretBytes bytes(size);
  random.fill(bytes.expose_mutable());
  return bytes;
}

}  // namespace

Bytes SealingPublicKey::seal(ByteView context, ByteView plaintext, Random& random) const {
  const SecretBytes ephemeral = random_bytes(random, kem::kX25519);
  const Bytes ephemeral_key = kem::x25519_public_key(ephemeral);
  const auto x25519 = kem::x25519(ephemeral, parsed_->x25519);
  if (!x25519) throw std::logic_error("a sealing key of small order was accepted");
  const auto mlkem = kem::encapsulate(parsed_->mlkem, random_bytes(random, kem::kSecret));

  Bytes envelope;
  envelope.reserve(kEnvelopeOverhead + plaintext.size());
  envelope.push_back(kVersion);
  put(envelope, ephemeral_key);
  put(envelope, mlkem.ciphertext);
  const SecretBytes key =
      derive_key(kem::combine(mlkem.secret, *x25519, ephemeral_key, parsed_->x25519), raw(), envelope);
  const Bytes additional = additional_data(envelope, context);
  const SecretBytes nonce = random_bytes(random, kNonce);
  put(envelope, nonce.expose());
  envelope.resize(kEnvelopeOverhead + plaintext.size());
  if (crypto_aead_chacha20poly1305_ietf_encrypt(envelope.data() + kHeader + kNonce, nullptr, plaintext.data(),
                                                plaintext.size(), additional.data(), additional.size(), nullptr,
                                                nonce.expose().data(), key.expose().data()) != 0)
    throw std::runtime_error("sealing an envelope failed");
  return envelope;
}

std::optional<SecretBytes> SealingPrivateKey::open(ByteView context, ByteView envelope) const {
  if (envelope.size() < kEnvelopeOverhead || envelope.front() != kVersion) return std::nullopt;
  const ByteView header = envelope.first(kHeader), nonce = envelope.subspan(kHeader, kNonce),
                 sealed = envelope.subspan(kHeader + kNonce);
  const ByteView ephemeral_key = header.subspan(1, kem::kX25519), ciphertext = header.last(kem::kMlkemCiphertext);
  if (!kem::is_acceptable_x25519(ephemeral_key)) return std::nullopt;
  const auto x25519 = kem::x25519(parsed_->x25519, ephemeral_key);
  if (!x25519) return std::nullopt;
  const SecretBytes mlkem = kem::decapsulate(parsed_->mlkem, ciphertext);
  const auto& recipient = *public_key().parsed_;
  const SecretBytes key =
      derive_key(kem::combine(mlkem, *x25519, ephemeral_key, recipient.x25519), recipient.raw, header);
  const Bytes additional = additional_data(header, context);
  SecretBytes plaintext(sealed.size() - kTag);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(plaintext.expose_mutable().data(), nullptr, nullptr, sealed.data(),
                                                sealed.size(), additional.data(), additional.size(), nonce.data(),
                                                key.expose().data()) != 0) {
    return std::nullopt;
  }
  return plaintext;
}

}  // namespace signet::crypto
