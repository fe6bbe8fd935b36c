// SPDX-License-Identifier: Apache-2.0
// End-to-end bundles by strangers: what is read is within its limits, and opens for nobody it was not sealed to.
#include "fuzz/require.hpp"
#include "signet/crypto/end_to_end.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signet::crypto;
  static const auto recipient = SealingPrivateKey::from_seed(signet::Bytes(32, 1));
  if (const auto bundle = read_end_to_end(signet::ByteView(data, size))) {
    signet::testing::require(!bundle->shares.empty() && bundle->shares.size() <= kMostRecipients);
    signet::testing::require(!bundle->open(bundle->shares[0].machine, recipient));
  }
  return 0;
}
