// SPDX-License-Identifier: Apache-2.0
// Tokens by strangers: no text is one.
#include "fuzz/require.hpp"
#include "signet/crypto/token.hpp"

using namespace signet::crypto;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::array keys{
      PrivateKey::from_seed(signet::Algorithm::ed25519_mldsa65, signet::Bytes(64, 1)).public_key()};
  const TokenExpectations expected{.keys = keys, .issuer = "i", .audience = "a", .now = {}, .leeway = {}};
  signet::testing::require(!verify_token(signet::as_text({data, size}), expected));
  return 0;
}
