// SPDX-License-Identifier: Apache-2.0
#include "hybrid.hpp"

#include "ed25519.hpp"

#include <algorithm>
#include <array>

namespace signet::crypto::hybrid {
namespace {

constexpr std::array<std::uint8_t, 3> kBeforeEd25519{0x01, 0x00, 0x20};  // version, u16 of 32
constexpr std::array<std::uint8_t, 2> kBeforeMldsa{0x07, 0xA0};          // u16 of 1952
constexpr std::size_t kMldsaTag = kBeforeEd25519.size() + ed25519::kPublicKey;
constexpr std::size_t kBlob = kMldsaTag + kBeforeMldsa.size() + mldsa::kPublicKey;
constexpr std::size_t kSignature = ed25519::kSignature + mldsa::kSignature;

void append(Bytes& bytes, ByteView more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

}  // namespace

Bytes join_public_keys(ByteView ed25519, ByteView mldsa) {
  Bytes blob;
  blob.reserve(kBlob);
  for (const ByteView part : {ByteView(kBeforeEd25519), ed25519, ByteView(kBeforeMldsa), mldsa}) append(blob, part);
  return blob;
}

std::optional<Halves> split_public_key(ByteView blob) {
  if (blob.size() != kBlob) return std::nullopt;
  const bool framed = std::ranges::equal(blob.first(kBeforeEd25519.size()), kBeforeEd25519) &&
                      std::ranges::equal(blob.subspan(kMldsaTag, kBeforeMldsa.size()), kBeforeMldsa);
  if (!framed) return std::nullopt;
  return Halves{.ed25519 = blob.subspan(kBeforeEd25519.size(), ed25519::kPublicKey),
                .mldsa = blob.last(mldsa::kPublicKey)};
}

bool verify(ByteView ed25519_key, const EvpPkey& mldsa_key, ByteView message, ByteView signature) {
  if (signature.size() != kSignature) return false;
  const bool classical = ed25519::verify(ed25519_key, message, signature.first(ed25519::kSignature));
  const bool lattice = mldsa::verify(mldsa_key, message, signature.subspan(ed25519::kSignature));
  return (static_cast<unsigned>(classical) & static_cast<unsigned>(lattice)) == 1U;
}

Bytes sign(const SecretBytes& ed25519_key, const EvpPkey& mldsa_key, ByteView message) {
  Bytes signature = ed25519::sign(ed25519_key, message);
  append(signature, mldsa::sign(mldsa_key, message));
  return signature;
}

}  // namespace signet::crypto::hybrid
