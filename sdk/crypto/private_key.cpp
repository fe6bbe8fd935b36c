// SPDX-License-Identifier: Apache-2.0
#include "ed25519.hpp"
#include "hybrid.hpp"
#include "parsed_keys.hpp"
#include "signet/crypto/random.hpp"

#include <stdexcept>

namespace signet::crypto {
namespace {

struct Seeds {
  ByteView ed25519;
  ByteView mldsa;
};

std::size_t seed_size(Algorithm algorithm) { return algorithm == Algorithm::ed25519_mldsa65 ? 64 : 32; }

Seeds split_seed(Algorithm algorithm, ByteView seed) {
  if (seed.size() != seed_size(algorithm)) throw std::invalid_argument("a seed is 32 bytes for each half of the key");
  switch (algorithm) {
    case Algorithm::ed25519: return {.ed25519 = seed, .mldsa = {}};
    case Algorithm::mldsa65: return {.ed25519 = {}, .mldsa = seed};
    case Algorithm::ed25519_mldsa65: return {.ed25519 = seed.first(ed25519::kSeed), .mldsa = seed.last(mldsa::kSeed)};
  }
  throw std::invalid_argument("no seed makes a key of this algorithm");
}

}  // namespace

PrivateKey::PrivateKey(std::unique_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

PrivateKey PrivateKey::generate(Algorithm algorithm) {
  SecretBytes seed(seed_size(algorithm));
  system_random().fill(seed.expose_mutable());
  return from_seed(algorithm, seed.expose());
}

PrivateKey PrivateKey::from_seed(Algorithm algorithm, ByteView seed) {
  const Seeds seeds = split_seed(algorithm, seed);
  auto public_half = std::make_shared<PublicKey::Parsed>();
  SecretBytes ed25519_key;
  EvpPkey mldsa_key;
  public_half->algorithm = algorithm;
  if (!seeds.ed25519.empty()) {
    ed25519_key = ed25519::expand(seeds.ed25519);
    const ByteView raw = ed25519::public_key_of(ed25519_key);
    public_half->ed25519.assign(raw.begin(), raw.end());
    public_half->raw = public_half->ed25519;
  }
  if (!seeds.mldsa.empty()) {
    mldsa_key = mldsa::expand(seeds.mldsa);
    public_half->raw = mldsa::public_key_of(mldsa_key);
    public_half->mldsa = mldsa::import_public_key(public_half->raw);
  }
  if (algorithm == Algorithm::ed25519_mldsa65) {
    public_half->raw = hybrid::join_public_keys(public_half->ed25519, public_half->raw);
  }
  return PrivateKey(std::make_unique<const Parsed>(PublicKey(std::move(public_half)), std::move(ed25519_key),
                                                   SecretBytes(seeds.mldsa), std::move(mldsa_key)));
}

const PublicKey& PrivateKey::public_key() const { return parsed_->public_key; }

Bytes PrivateKey::sign(ByteView message) const {
  switch (algorithm()) {
    case Algorithm::ed25519: return ed25519::sign(parsed_->ed25519, message);
    case Algorithm::mldsa65: return mldsa::sign(parsed_->mldsa, message);
    case Algorithm::ed25519_mldsa65: return hybrid::sign(parsed_->ed25519, parsed_->mldsa, message);
  }
  throw std::logic_error("a key without an algorithm");
}

ByteView PrivateKey::first_seed() const {
  return parsed_->ed25519.empty() ? parsed_->mldsa_seed.expose() : ed25519::seed_of(parsed_->ed25519);
}

}  // namespace signet::crypto
