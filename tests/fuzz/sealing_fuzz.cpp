// SPDX-License-Identifier: Apache-2.0
// Sealing keys and envelopes by strangers: one encoding of a key, and nothing opens that nobody sealed.
#include "fuzz/require.hpp"
#include "signet/crypto/sealing.hpp"

using signet::testing::require;
using namespace signet::crypto;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto recipient = SealingPrivateKey::from_seed(signet::Bytes(32, 1));
  const signet::ByteView input(data, size);
  require(!recipient.open({}, input));
  if (const auto key = SealingPublicKey::from_raw(input)) {
    const auto again = SealingPublicKey::from_pem(key->to_pem());
    require(again && std::equal(again->raw().begin(), again->raw().end(), data, data + size));
    require(key->seal({}, input, system_random()).size() == size + kEnvelopeOverhead);
  }
  static_cast<void>(SealingPrivateKey::from_pem(signet::as_text(input)));
  return 0;
}
