// SPDX-License-Identifier: Apache-2.0
#include "hybrid.hpp"

#include "ed25519.hpp"

#include <algorithm>
#include <array>

namespace signet::crypto::hybrid {
namespace {

constexpr std::array<std::uint8_t, 3> kBeforeEd25519{0x01, 0x00, 0x20};  // version, u16 of 32
constexpr std::size_t kTag = 2;
constexpr std::size_t kMldsaTagAt = kBeforeEd25519.size() + ed25519::kPublicKey;

std::array<std::uint8_t, kTag> tag_of(std::size_t size) {
  return {static_cast<std::uint8_t>(size >> 8U), static_cast<std::uint8_t>(size)};
}

void append(Bytes& bytes, ByteView more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

}  // namespace

Bytes join_public_keys(ByteView ed25519, ByteView mldsa) {
  const auto tag = tag_of(mldsa.size());
  Bytes blob;
  blob.reserve(kMldsaTagAt + kTag + mldsa.size());
  for (const ByteView part : {ByteView(kBeforeEd25519), ed25519, ByteView(tag), mldsa}) append(blob, part);
  return blob;
}

std::optional<Halves> split_public_key(Algorithm algorithm, ByteView blob) {
  const std::size_t mldsa = info(info(algorithm).half).public_key;
  if (blob.size() != kMldsaTagAt + kTag + mldsa) return std::nullopt;
  const bool framed = std::ranges::equal(blob.first(kBeforeEd25519.size()), kBeforeEd25519) &&
                      std::ranges::equal(blob.subspan(kMldsaTagAt, kTag), tag_of(mldsa));
  if (!framed) return std::nullopt;
  return Halves{.ed25519 = blob.subspan(kBeforeEd25519.size(), ed25519::kPublicKey), .mldsa = blob.last(mldsa)};
}

bool verify(Algorithm algorithm, ByteView ed25519_key, const EvpPkey& mldsa_key, ByteView message,
            ByteView signature) {
  if (signature.size() != info(algorithm).signature) return false;
  const bool classical = ed25519::verify(ed25519_key, message, signature.first(ed25519::kSignature));
  const bool lattice =
      post_quantum::verify(info(algorithm).half, mldsa_key, message, signature.subspan(ed25519::kSignature));
  return (static_cast<unsigned>(classical) & static_cast<unsigned>(lattice)) == 1U;
}

Bytes sign(Algorithm algorithm, const SecretBytes& ed25519_key, const EvpPkey& mldsa_key, ByteView message) {
  Bytes signature = ed25519::sign(ed25519_key, message);
  append(signature, post_quantum::sign(info(algorithm).half, mldsa_key, message));
  return signature;
}

}  // namespace signet::crypto::hybrid
