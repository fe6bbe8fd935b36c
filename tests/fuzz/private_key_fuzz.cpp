// SPDX-License-Identifier: Apache-2.0
#include "fuzz/require.hpp"
#include "signet/crypto/keys.hpp"

using signet::crypto::PrivateKey;
using signet::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto key = PrivateKey::from_pem(signet::as_text({data, size}));
  if (!key) {
    require(!key.error().message.empty());
    return 0;
  }
  const auto again = PrivateKey::from_pem(key->to_pem().expose_text());
  require(again && again->public_key().raw() == key->public_key().raw());
  return 0;
}
