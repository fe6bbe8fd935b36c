// SPDX-License-Identifier: Apache-2.0
#include "armour.hpp"
#include "key_forms.hpp"
#include "parsed_keys.hpp"

#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::string_view kLabel = "PRIVATE KEY";

std::unexpected<KeyError> refuse(std::string message) { return std::unexpected(KeyError{std::move(message)}); }

std::optional<Algorithm> hybrid_with(Algorithm half) {
  for (const AlgorithmInfo& known : kSigningAlgorithms) {
    if (known.family == Family::hybrid && known.half == half) return known.id;
  }
  return std::nullopt;
}

std::expected<ArmourBlock, KeyError> next_private_block(ArmourReader& reader) {
  auto block = reader.next();
  if (!block || block->label == kLabel) return block;
  if (block->label == "ENCRYPTED PRIVATE KEY") {
    return refuse(
        "this private key is encrypted; decrypt it first (openssl pkey -in OLD -out NEW) and keep it at mode 0600");
  }
  return refuse("this PEM block is not of the kind PRIVATE KEY (PKCS#8)");
}

}  // namespace

std::expected<PrivateKey, KeyError> PrivateKey::from_pem(std::string_view pem) {
  ArmourReader reader(pem);
  const auto first_block = next_private_block(reader);
  if (!first_block) return std::unexpected(first_block.error());
  const auto first = parse_private_key(first_block->content.expose());
  if (!first) return std::unexpected(first.error());
  if (reader.at_end()) return from_seed(first->algorithm, first->seed);

  const auto second_block = next_private_block(reader);
  if (!second_block) return std::unexpected(second_block.error());
  const auto second = parse_private_key(second_block->content.expose());
  if (!second) return std::unexpected(second.error());
  const auto hybrid = hybrid_with(second->algorithm);
  if (!reader.at_end() || first->algorithm != Algorithm::ed25519 || !hybrid) {
    return refuse("a hybrid private key is an Ed25519 block, then an ML-DSA-65 or ML-DSA-87 block, then nothing");
  }
  SecretBytes seeds(first->seed);
  seeds.append(second->seed);
  return from_seed(*hybrid, seeds.expose());
}

SecretBytes PrivateKey::to_pem() const {
  if (!has_seed()) throw std::logic_error("a key without its seed has no PEM");
  SecretBytes text;
  if (!parsed_->ed25519.empty()) {
    text.append(armour(kLabel, private_key_der(Algorithm::ed25519, first_seed()).expose()).expose());
  }
  if (parsed_->post_quantum) {
    const Algorithm part = info(algorithm()).half;
    text.append(armour(kLabel, private_key_der(part, parsed_->post_quantum_seed.expose()).expose()).expose());
  }
  return text;
}

}  // namespace signet::crypto
