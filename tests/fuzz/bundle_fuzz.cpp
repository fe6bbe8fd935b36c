// SPDX-License-Identifier: Apache-2.0
// Keysets and bundles: one encoding each, and no bundle that verifies.
#include "fuzz/require.hpp"
#include "signet/crypto/bundle.hpp"

using signet::testing::require;
using namespace signet::crypto;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const signet::ByteView input(data, size);
  if (const auto keyset = Keyset::decode(input, Keyset::From::stranger)) {
    const auto again = keyset->encode();
    require(again.size() == size && std::equal(again.begin(), again.end(), data));
  }
  if (const auto bundle = decode_bundle(input)) {
    require(size <= longest_bundle());
    const auto again = encode_bundle(*bundle);
    require(again.size() == size && std::equal(again.begin(), again.end(), data));
  }
  return 0;
}
