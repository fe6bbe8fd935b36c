// SPDX-License-Identifier: Apache-2.0
// What a server says is a machine's hybrid key: nothing that this machine has not signed is believed.
#include "fuzz/require.hpp"
#include "hybrid_keys.hpp"
#include "signet/crypto/sealing.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signet;
  const ByteView input(data, size);
  constexpr std::string_view kMachine = "0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e";
  const client::Result<client::Answer> answer(
      client::Answer{{.status = 200, .headers = {}, .body = SecretBytes(input)}, "a"});
  const auto key = client::believe_hybrid_key(answer, kMachine);
  testing::require(!key || (key->machine_id == kMachine && crypto::SealingPublicKey::from_raw(key->public_key)));
  return 0;
}
