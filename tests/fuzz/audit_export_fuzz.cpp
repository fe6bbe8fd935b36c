// SPDX-License-Identifier: Apache-2.0
// The lines of an export behind a good checkpoint; the input's first byte says where they are cut in two.
#include "fuzz/require.hpp"
#include "signet/client/audit_verification.hpp"

#include <algorithm>

using namespace signet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const crypto::CheckpointSigner signer("signet/i/v", Bytes(crypto::CheckpointSigner::kSeedBytes, 1));
  static const auto keys = signer.keys();
  static const auto head = [] {
    auto note = signer.sign({.origin = "signet/i/v", .size = 300, .root = crypto::sha256(as_bytes("root"))});
    std::string line = "{\"checkpoint\":\"";
    for (const char c : note) line += c == '\n' ? std::string("\\n") : std::string(1, c);
    return line + "\"}\n";
  }();
  if (size == 0) return 0;
  const auto text = as_text({data + 1, size - 1});
  const auto cut = std::min<std::size_t>(data[0], text.size());
  client::AuditVerifier whole(keys), pieces(keys);
  whole.feed(head + std::string(text));
  pieces.feed(head);
  pieces.feed(text.substr(0, cut));
  pieces.feed(text.substr(cut));
  const auto one = whole.finish(), other = pieces.finish();
  testing::require(!one && !other);  // nobody knows records with that root
  testing::require(one.error().first == other.error().first && one.error().what == other.error().what);
  static_cast<void>(client::read_note_keys(text));
  static_cast<void>(client::read_checkpoints(text, keys));
  return 0;
}
