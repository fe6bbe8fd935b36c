// SPDX-License-Identifier: Apache-2.0
#include "fuzz/require.hpp"
#include "signet/crypto/checkpoint.hpp"

using namespace signet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const crypto::CheckpointSigner signer("signet/i/v", Bytes(crypto::CheckpointSigner::kSeedBytes, 1));
  static const auto keys = signer.keys();
  const auto text = as_text({data, size});
  if (const auto key = crypto::NoteKey::parse(text)) testing::require(key->text() == text);
  // What was opened was signed by the keys, so it begins with what they signed.
  if (const auto opened = crypto::open_checkpoint(text, keys)) testing::require(text.starts_with(opened->text()));
  return 0;
}
