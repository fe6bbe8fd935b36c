// SPDX-License-Identifier: Apache-2.0
#include "fuzz/require.hpp"
#include "skc.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signet;
  const auto file = client::parse_skc({data, size});
  if (!file) return 0;
  const auto again = client::parse_skc(as_bytes(client::to_text(*file)));
  testing::require(again && again->sealed == file->sealed && again->nonce == file->nonce &&
                   again->cached_at == file->cached_at);
  const SecretBytes key(crypto::kAesKey);
  testing::require(!client::open_skc(key, {"vault_a", "m", "sk_1"}, *file));  // nobody can guess the tag
  return 0;
}
