// SPDX-License-Identifier: Apache-2.0
#include "der.hpp"

#include <stdexcept>

namespace signet::crypto::der {
namespace {

constexpr std::uint8_t kSequence = 0x30, kBits = 0x03, kOctets = 0x04, kObject = 0x06, kContextZero = 0x80;

/// Tag and length of `size` bytes to come, below 64 KiB.
Bytes head(std::uint8_t tag, std::size_t size) {
  if (size < 0x80) return {tag, static_cast<std::uint8_t>(size)};
  if (size <= 0xFF) return {tag, 0x81, static_cast<std::uint8_t>(size)};
  return {tag, 0x82, static_cast<std::uint8_t>(size >> 8U), static_cast<std::uint8_t>(size)};
}

Bytes operator+(Bytes front, const Bytes& back) {
  front.insert(front.end(), back.begin(), back.end());
  return front;
}

/// The last number under sigAlgs, 2.16.840.1.101.3.4.3: ML-DSA from 17 on, SLH-DSA from 20 on, each in the order of our
/// identifiers.
std::uint8_t nist_number(Algorithm algorithm) {
  const auto id = static_cast<std::uint8_t>(algorithm);
  switch (info(algorithm).family) {
    case Family::lattice: return static_cast<std::uint8_t>(17 + id - static_cast<std::uint8_t>(Algorithm::mldsa44));
    case Family::hash:
      return static_cast<std::uint8_t>(20 + id - static_cast<std::uint8_t>(Algorithm::slhdsa_sha2_128s));
    default: throw std::logic_error("this algorithm has no object identifier here");
  }
}

/// AlgorithmIdentifier without parameters.
Bytes identifier(Algorithm algorithm) {
  const Bytes object = algorithm == Algorithm::ed25519
                           ? Bytes{0x2b, 0x65, 0x70}
                           : Bytes{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, nist_number(algorithm)};
  const Bytes inner = head(kObject, object.size()) + object;
  return head(kSequence, inner.size()) + inner;
}

/// PrivateKeyInfo, whose key is `inner_head` and then `rest` more bytes.
Bytes before_private_key(Algorithm algorithm, const Bytes& inner_head, std::size_t rest) {
  const std::size_t inner = inner_head.size() + rest;
  const Bytes version_and_algorithm = Bytes{0x02, 0x01, 0x00} + identifier(algorithm);
  const Bytes octets = head(kOctets, inner);
  return head(kSequence, version_and_algorithm.size() + octets.size() + inner) + version_and_algorithm + octets +
         inner_head;
}

}  // namespace

Bytes before_octets(std::size_t size) { return head(kOctets, size); }

Bytes before_public_key(Algorithm algorithm) {
  const std::size_t key = info(algorithm).public_key;
  const Bytes bits = head(kBits, key + 1) + Bytes{0x00};
  const Bytes name = identifier(algorithm);
  return head(kSequence, name.size() + bits.size() + key) + name + bits;
}

Bytes before_ed25519_seed() {
  const std::size_t seed = info(Algorithm::ed25519).seed;
  return before_private_key(Algorithm::ed25519, before_octets(seed), seed);
}

Bytes before_mldsa_seed(Algorithm algorithm) {
  const std::size_t seed = info(algorithm).seed;
  return before_private_key(algorithm, head(kContextZero, seed), seed);
}

Bytes before_mldsa_seed_of_both(Algorithm algorithm) {
  const AlgorithmInfo& known = info(algorithm);
  const std::size_t rest = known.seed + before_octets(known.secret_key).size() + known.secret_key;
  const Bytes octets = before_octets(known.seed);
  return before_private_key(algorithm, head(kSequence, octets.size() + rest) + octets, rest);
}

Bytes before_mldsa_expanded(Algorithm algorithm) {
  const std::size_t expanded = info(algorithm).secret_key;
  return before_private_key(algorithm, before_octets(expanded), expanded);
}

Bytes before_slhdsa_key(Algorithm algorithm) { return before_private_key(algorithm, {}, info(algorithm).secret_key); }

}  // namespace signet::crypto::der
