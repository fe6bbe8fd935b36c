// SPDX-License-Identifier: Apache-2.0
// One public key per algorithm that belongs to nobody. What they verify is thrown away, so their private halves need
// not be secret.
#include "signet/crypto/digest.hpp"
#include "signet/crypto/keys.hpp"

namespace signet::crypto {
namespace {

PublicKey nobody(Algorithm algorithm) {
  const auto half = sha256(as_bytes("signet/nobody/v1"));
  Bytes seed(half.begin(), half.end());
  if (algorithm == Algorithm::ed25519_mldsa65) seed.insert(seed.end(), half.begin(), half.end());
  return PrivateKey::from_seed(algorithm, seed).public_key();
}

const PublicKey& key_of_nobody(Algorithm algorithm) {
  static const std::vector<PublicKey> keys = [] {
    std::vector<PublicKey> made;
    for (const AlgorithmInfo& known : kAlgorithms) made.push_back(nobody(known.id));
    return made;
  }();
  return keys.at(static_cast<std::size_t>(&info(algorithm) - kAlgorithms.data()));
}

}  // namespace

bool verify_against_nobody(ByteView message, ByteView signature) {
  const auto algorithm = algorithm_with_signature_of(signature.size());
  if (!algorithm) return false;
  // Read from its bytes each time, as the key of somebody is.
  const auto key = PublicKey::from_stored(*algorithm, key_of_nobody(*algorithm).raw());
  if (key) static_cast<void>(key->verify(message, signature));
  return false;
}

}  // namespace signet::crypto
