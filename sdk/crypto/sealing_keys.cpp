// SPDX-License-Identifier: Apache-2.0
#include "armour.hpp"
#include "byte_reader.hpp"
#include "parsed_sealing_keys.hpp"

#include <algorithm>

namespace signet::crypto {
namespace {

constexpr std::string_view kPublicLabel = "SIGNET SEALING PUBLIC KEY";
constexpr std::string_view kPrivateLabel = "SIGNET SEALING PRIVATE KEY";
constexpr std::uint8_t kVersion = 0x01;

std::unexpected<KeyError> refuse(std::string message) { return std::unexpected(KeyError{std::move(message)}); }

Bytes join(ByteView x25519, ByteView mlkem) {
  Bytes blob{kVersion};
  for (const ByteView part : {x25519, mlkem}) {
    put_number(blob, static_cast<std::uint16_t>(part.size()));
    put(blob, part);
  }
  return blob;
}

std::expected<SecretBytes, KeyError> read_block(std::string_view pem, std::string_view label) {
  ArmourReader reader(pem);
  auto block = reader.next();
  if (!block) return std::unexpected(block.error());
  if (block->label != label || !reader.at_end()) return refuse("this is not one PEM block " + std::string(label));
  return std::move(block->content);
}

}  // namespace

SealingPublicKey::SealingPublicKey(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}

std::expected<SealingPublicKey, KeyError> SealingPublicKey::from_raw(ByteView raw) {
  const AlgorithmInfo& known = info(kKemAlgorithm);
  if (raw.size() != known.public_key) {
    return refuse("a public key of algorithm " + std::string(known.name) + " has " + std::to_string(known.public_key) +
                  " bytes; this one has " + std::to_string(raw.size()));
  }
  ByteReader reader(raw);
  const auto version = reader.number<std::uint8_t>();
  const auto x25519_size = reader.number<std::uint16_t>();
  const ByteView x25519 = reader.take(kem::kX25519);
  const auto mlkem_size = reader.number<std::uint16_t>();
  const ByteView mlkem = reader.take(kem::kMlkemKey);
  if (version != kVersion || x25519_size != kem::kX25519 || mlkem_size != kem::kMlkemKey || !reader.at_end()) {
    return refuse("this is not a sealing key: its version byte or a length in it is another");
  }
  if (!kem::is_acceptable_x25519(x25519)) {
    return refuse("the X25519 part is not a point that an honest key can be; make a new key");
  }
  auto key = kem::import_mlkem_key(mlkem);
  if (!key) return refuse("the ML-KEM-768 part has a number out of range; make a new key");
  return SealingPublicKey(std::make_shared<const Parsed>(Bytes(raw.begin(), raw.end()),
                                                         Bytes(x25519.begin(), x25519.end()), std::move(key)));
}

std::expected<SealingPublicKey, KeyError> SealingPublicKey::from_pem(std::string_view pem) {
  const auto content = read_block(pem, kPublicLabel);
  if (!content) return std::unexpected(content.error());
  return from_raw(content->expose());
}

const Bytes& SealingPublicKey::raw() const { return parsed_->raw; }
std::string SealingPublicKey::to_pem() const { return std::string(armour(kPublicLabel, raw()).expose_text()); }
Fingerprint SealingPublicKey::fingerprint() const { return crypto::fingerprint(kKemAlgorithm, raw()); }

SealingPrivateKey::SealingPrivateKey(std::unique_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
SealingPrivateKey::SealingPrivateKey(SealingPrivateKey&&) noexcept = default;
SealingPrivateKey& SealingPrivateKey::operator=(SealingPrivateKey&&) noexcept = default;
SealingPrivateKey::~SealingPrivateKey() = default;

SealingPrivateKey SealingPrivateKey::generate(Random& random) {
  SecretBytes seed(kem::kSeed);
  random.fill(seed.expose_mutable());
  return from_seed(seed.expose());
}

SealingPrivateKey SealingPrivateKey::from_seed(ByteView seed) {
  kem::Expanded expanded = kem::expand_seed(seed);
  EvpPkey mlkem = kem::expand_mlkem(expanded.mlkem_seed);
  const Bytes x25519 = kem::x25519_public_key(expanded.x25519);
  const Bytes mlkem_public = kem::mlkem_public_key_of(mlkem);
  auto parsed = std::make_shared<const SealingPublicKey::Parsed>(join(x25519, mlkem_public), x25519,
                                                                 kem::import_mlkem_key(mlkem_public));
  return SealingPrivateKey(std::make_unique<const Parsed>(SealingPublicKey(std::move(parsed)), SecretBytes(seed),
                                                          std::move(expanded.x25519), std::move(mlkem)));
}

std::expected<SealingPrivateKey, KeyError> SealingPrivateKey::from_pem(std::string_view pem) {
  const auto content = read_block(pem, kPrivateLabel);
  if (!content) return std::unexpected(content.error());
  if (content->size() != kem::kSeed) {
    return refuse("a sealing key is a seed of 32 bytes; this block has another length");
  }
  return from_seed(content->expose());
}

SecretBytes SealingPrivateKey::to_pem() const { return armour(kPrivateLabel, parsed_->seed.expose()); }
const SealingPublicKey& SealingPrivateKey::public_key() const { return parsed_->public_key; }

}  // namespace signet::crypto
