// SPDX-License-Identifier: Apache-2.0
#include "ed25519.hpp"
#include "hybrid.hpp"
#include "parsed_keys.hpp"
#include "signet/crypto/digest.hpp"

#include <array>

namespace signet::crypto {
namespace {

std::unexpected<KeyError> refuse(std::string message) { return std::unexpected(KeyError{std::move(message)}); }

Bytes copy(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

Fingerprint fingerprint(Algorithm algorithm, ByteView raw) {
  const std::array id{static_cast<std::uint8_t>(algorithm)};
  return sha256({ByteView(id), raw});
}

PublicKey::PublicKey(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}

std::expected<PublicKey, KeyError> PublicKey::from_raw(Algorithm algorithm, ByteView raw) {
  return parse(algorithm, raw, PointCheck::full);
}

std::expected<PublicKey, KeyError> PublicKey::from_stored(Algorithm algorithm, ByteView raw) {
  return parse(algorithm, raw, PointCheck::done_before);
}

std::expected<PublicKey, KeyError> PublicKey::parse(Algorithm algorithm, ByteView raw, PointCheck check) {
  const AlgorithmInfo& expected = info(algorithm);
  if (!signs(expected)) {
    return refuse("no key of " + std::string(expected.name) + " signs here: " +
                  std::string(*why_not_for_requests(algorithm)));
  }
  if (raw.size() != expected.public_key) {
    return refuse("a public key of algorithm " + std::string(expected.name) + " has " +
                  std::to_string(expected.public_key) + " bytes; this one has " + std::to_string(raw.size()));
  }

  hybrid::Halves halves{};
  if (is_hybrid_signature(algorithm)) {
    const auto split = hybrid::split_public_key(algorithm, raw);
    if (!split) return refuse("this is not a hybrid public key: its version byte or a length in it is another");
    halves = *split;
  } else {
    (has_ed25519(algorithm) ? halves.ed25519 : halves.mldsa) = raw;
  }
  if (check == PointCheck::full && !halves.ed25519.empty() && !ed25519::is_acceptable_key(halves.ed25519)) {
    return refuse("the Ed25519 public key is not a point that an honest key can be; make a new key");
  }

  auto parsed = std::make_shared<Parsed>();
  parsed->algorithm = algorithm;
  parsed->raw = copy(raw);
  parsed->ed25519 = copy(halves.ed25519);
  if (!halves.mldsa.empty()) parsed->post_quantum = post_quantum::import_public_key(expected.half, halves.mldsa);
  return PublicKey(std::move(parsed));
}

Algorithm PublicKey::algorithm() const { return parsed_->algorithm; }
const Bytes& PublicKey::raw() const { return parsed_->raw; }
Fingerprint PublicKey::fingerprint() const { return crypto::fingerprint(algorithm(), raw()); }

std::vector<Fingerprint> PublicKey::all_fingerprints() const {
  std::vector<Fingerprint> all{fingerprint()};
  if (is_hybrid_signature(algorithm())) {
    all.push_back(crypto::fingerprint(Algorithm::ed25519, parsed_->ed25519));
    all.push_back(
        crypto::fingerprint(info(algorithm()).half, hybrid::split_public_key(algorithm(), raw())->mldsa));
  }
  return all;
}

bool PublicKey::verify(ByteView message, ByteView signature) const {
  if (is_hybrid_signature(algorithm())) {
    return hybrid::verify(algorithm(), parsed_->ed25519, parsed_->post_quantum, message, signature);
  }
  if (has_ed25519(algorithm())) return ed25519::verify(parsed_->ed25519, message, signature);
  return post_quantum::verify(algorithm(), parsed_->post_quantum, message, signature);
}

}  // namespace signet::crypto
