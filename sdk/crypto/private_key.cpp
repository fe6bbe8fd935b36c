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
  ByteView post_quantum;
};

Seeds split_seed(Algorithm algorithm, ByteView seed) {
  if (!signs(info(algorithm))) throw std::invalid_argument("no seed makes a key of this algorithm");
  if (seed.size() != info(algorithm).seed) throw std::invalid_argument("a seed of this algorithm has another length");
  if (!has_ed25519(algorithm)) return {.ed25519 = {}, .post_quantum = seed};
  return {.ed25519 = seed.first(ed25519::kSeed), .post_quantum = seed.subspan(ed25519::kSeed)};
}

}  // namespace

PrivateKey::PrivateKey(std::unique_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

PrivateKey PrivateKey::generate(Algorithm algorithm) {
  if (!signs(info(algorithm))) throw std::invalid_argument("keys of this algorithm are not made");
  SecretBytes seed(info(algorithm).seed);
  system_random().fill(seed.expose_mutable());
  return from_seed(algorithm, seed.expose());
}

PrivateKey PrivateKey::from_seed(Algorithm algorithm, ByteView seed) {
  const Seeds seeds = split_seed(algorithm, seed);
  auto public_half = std::make_shared<PublicKey::Parsed>();
  SecretBytes ed25519_key;
  EvpPkey post_quantum_key;
  public_half->algorithm = algorithm;
  if (!seeds.ed25519.empty()) {
    ed25519_key = ed25519::expand(seeds.ed25519);
    const ByteView raw = ed25519::public_key_of(ed25519_key);
    public_half->ed25519.assign(raw.begin(), raw.end());
    public_half->raw = public_half->ed25519;
  }
  if (!seeds.post_quantum.empty()) {
    const Algorithm part = info(algorithm).half;
    post_quantum_key = post_quantum::expand(part, seeds.post_quantum);
    public_half->raw = post_quantum::public_key_of(part, post_quantum_key);
    public_half->post_quantum = post_quantum::import_public_key(part, public_half->raw);
  }
  if (is_hybrid_signature(algorithm)) {
    public_half->raw = hybrid::join_public_keys(public_half->ed25519, public_half->raw);
  }
  return PrivateKey(std::make_unique<const Parsed>(PublicKey(std::move(public_half)), std::move(ed25519_key),
                                                   SecretBytes(seeds.post_quantum), std::move(post_quantum_key)));
}

std::expected<PrivateKey, KeyError> PrivateKey::from_expanded(Algorithm algorithm, ByteView expanded) {
  const AlgorithmInfo& expected = info(algorithm);
  if (!signs(expected) || has_ed25519(algorithm) || expanded.size() != expected.secret_key) {
    return std::unexpected(KeyError{"these are not the bytes of a secret key of " + std::string(expected.name)});
  }
  EvpPkey key = post_quantum::import_expanded_key(algorithm, expanded);
  if (!key) {
    return std::unexpected(KeyError{"the parts of this secret key do not belong together; restore it from a copy"});
  }
  auto public_key = PublicKey::from_raw(algorithm, post_quantum::public_key_of(algorithm, key));
  if (!public_key) return std::unexpected(public_key.error());
  return PrivateKey(
      std::make_unique<const Parsed>(std::move(*public_key), SecretBytes(), SecretBytes(), std::move(key)));
}

const PublicKey& PrivateKey::public_key() const { return parsed_->public_key; }

Bytes PrivateKey::sign(ByteView message) const {
  if (is_hybrid_signature(algorithm())) {
    return hybrid::sign(algorithm(), parsed_->ed25519, parsed_->post_quantum, message);
  }
  if (has_ed25519(algorithm())) return ed25519::sign(parsed_->ed25519, message);
  return post_quantum::sign(algorithm(), parsed_->post_quantum, message);
}

bool PrivateKey::has_seed() const { return !parsed_->ed25519.empty() || !parsed_->post_quantum_seed.empty(); }

SecretBytes PrivateKey::seed() const {
  if (!has_seed()) throw std::logic_error("this key came without its seed");
  SecretBytes seed;
  seed.reserve(info(algorithm()).seed);
  if (!parsed_->ed25519.empty()) seed.append(ed25519::seed_of(parsed_->ed25519));
  seed.append(parsed_->post_quantum_seed.expose());
  return seed;
}

SecretBytes PrivateKey::expanded() const {
  if (has_ed25519(algorithm())) throw std::logic_error("a key with an Ed25519 part has no expanded form");
  return post_quantum::expanded_key_of(algorithm(), parsed_->post_quantum);
}

ByteView PrivateKey::first_seed() const {
  return parsed_->ed25519.empty() ? parsed_->post_quantum_seed.expose() : ed25519::seed_of(parsed_->ed25519);
}

}  // namespace signet::crypto
