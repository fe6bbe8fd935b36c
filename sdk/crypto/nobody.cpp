// SPDX-License-Identifier: Apache-2.0
// One public key per algorithm that belongs to nobody. What they verify is thrown away, so their private halves need
// not be secret.
#include "signet/crypto/digest.hpp"
#include "signet/crypto/keys.hpp"

namespace signet::crypto {
namespace {

PublicKey nobody(Algorithm algorithm) {
  const auto half = sha256(as_bytes("signet/nobody/v1"));
  Bytes seed;
  while (seed.size() < info(algorithm).seed) seed.insert(seed.end(), half.begin(), half.end());
  seed.resize(info(algorithm).seed);
  return PrivateKey::from_seed(algorithm, seed).public_key();
}

/// Nothing for what signs no requests.
const PublicKey* key_of_nobody(Algorithm algorithm) {
  static const std::vector<PublicKey> keys = [] {
    std::vector<PublicKey> made;
    for (const AlgorithmInfo& known : kRequestAlgorithms) made.push_back(nobody(known.id));
    return made;
  }();
  for (const PublicKey& key : keys) {
    if (key.algorithm() == algorithm) return &key;
  }
  return nullptr;
}

}  // namespace

bool verify_against_nobody(std::optional<Algorithm> algorithm, ByteView message, ByteView signature) {
  const PublicKey* const nobody = algorithm ? key_of_nobody(*algorithm) : nullptr;
  if (nobody == nullptr || signature.size() != info(*algorithm).signature) return false;
  static_cast<void>(nobody->verify(message, signature));  // parsed once, as the key of somebody is
  return false;
}

}  // namespace signet::crypto
