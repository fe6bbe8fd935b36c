// SPDX-License-Identifier: Apache-2.0
// Whatever is in a row of key_slots, or is given for a share: it is refused, or it is exactly what Signet would write.
#include "fuzz/require.hpp"
#include "keyring/former_root_key.hpp"
#include "keyring/root_key_slot.hpp"
#include "keyring/share.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"

#include <algorithm>

using signet::ByteView;
using signet::testing::require;

namespace {

void check_share(std::string_view text) {
  if (const auto share = signet::keyring::parse_share(text))
    require(signet::keyring::encode(*share).expose_text() == text);
}

/// With the checksum that it should have, so that what follows is reached.
void check_share_bytes(ByteView bytes) {
  constexpr std::size_t kBefore = 50;
  if (bytes.size() < kBefore) return;
  constexpr std::string_view kPrefix = "signet-share-v1:";
  const auto sum = signet::crypto::sha256({signet::as_bytes(kPrefix), bytes.first(kBefore)});
  signet::Bytes share(bytes.begin(), bytes.begin() + kBefore);
  share.insert(share.end(), sum.begin(), sum.begin() + 4);
  check_share(std::string(kPrefix) + signet::to_base64(share));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  check_share(signet::as_text(bytes));
  check_share_bytes(bytes);
  if (const auto counts = signet::keyring::parse_share_counts(bytes))
    require(std::ranges::equal(signet::keyring::encode(*counts), bytes));
  // Nobody sealed it, so it does not open.
  static const auto slot = *signet::SlotId::parse("slot_eeeeeeeeee");
  static const signet::Bytes key(32, 9);
  const auto as = [&](std::uint8_t version, std::size_t length) {
    signet::Bytes wrapped(length);
    wrapped[0] = version;
    std::copy_n(bytes.begin(), std::min(size, length - 1), wrapped.begin() + 1);
    require(!signet::keyring::unwrap_root_key(key, slot, "file", "fac98b82197435fa", wrapped));
    require(!signet::keyring::unwrap_former_root_key(key, "fac98b82197435fa", wrapped));
  };
  require(!signet::keyring::unwrap_root_key(key, slot, "file", "fac98b82197435fa", bytes));
  as(1, 73);
  as(2, 1'182);
  return 0;
}
