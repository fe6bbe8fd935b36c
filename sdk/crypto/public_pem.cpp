// SPDX-License-Identifier: Apache-2.0
#include "armour.hpp"
#include "key_forms.hpp"

namespace signet::crypto {
namespace {

constexpr std::string_view kSingle = "PUBLIC KEY";
constexpr std::string_view kHybrid = "SIGNET HYBRID PUBLIC KEY";
constexpr std::string_view kHybridElsewhere = "AETHERMESH HYBRID PUBLIC KEY";

std::unexpected<KeyError> refuse(std::string message) { return std::unexpected(KeyError{std::move(message)}); }

/// The hybrids' blobs differ in length. What has none of the lengths is refused as the usual one.
Algorithm hybrid_of(std::size_t size) {
  for (const AlgorithmInfo& known : kSigningAlgorithms) {
    if (known.family == Family::hybrid && known.public_key == size) return known.id;
  }
  return kDefaultAlgorithm;
}

}  // namespace

std::expected<PublicKey, KeyError> PublicKey::from_pem(std::string_view pem) {
  ArmourReader reader(pem);
  const auto block = reader.next();
  if (!block) return std::unexpected(block.error());
  if (block->label.ends_with("PRIVATE KEY"))
    return refuse("this is a private key; give the public one, and this to nobody");
  if (!reader.at_end()) return refuse("there is something behind the first PEM block; a public key is one block");

  const ByteView content = block->content.expose();
  if (block->label == kHybrid || block->label == kHybridElsewhere) return from_raw(hybrid_of(content.size()), content);
  if (block->label != kSingle)
    return refuse("this PEM block is not of the kind PUBLIC KEY or SIGNET HYBRID PUBLIC KEY");
  const auto found = find_public_key(content);
  if (!found) return refuse("this is not a public key of Ed25519, ML-DSA or SLH-DSA");
  return from_raw(found->algorithm, found->raw);
}

std::string PublicKey::to_pem() const {
  if (is_hybrid_signature(algorithm())) return std::string(armour(kHybrid, raw()).expose_text());
  return std::string(armour(kSingle, public_key_der(algorithm(), raw())).expose_text());
}

}  // namespace signet::crypto
