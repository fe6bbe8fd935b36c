// SPDX-License-Identifier: Apache-2.0
// Public keys as PEM and as raw bytes of each algorithm: one text for one key.
#include "fuzz/require.hpp"
#include "signet/crypto/keys.hpp"

using signet::crypto::PublicKey;
using signet::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const signet::ByteView input(data, size);
  if (const auto key = PublicKey::from_pem(signet::as_text(input))) {
    const auto again = PublicKey::from_pem(key->to_pem());
    require(again && again->raw() == key->raw() && again->algorithm() == key->algorithm());
  }
  for (const signet::AlgorithmInfo& known : signet::kSigningAlgorithms) {
    const auto key = PublicKey::from_raw(known.id, input);
    if (!key) continue;
    require(size == known.public_key);
    require(PublicKey::from_stored(known.id, input).has_value());
    require(!key->verify(input, signet::Bytes(known.signature)));
  }
  return 0;
}
