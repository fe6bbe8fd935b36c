// SPDX-License-Identifier: Apache-2.0
// One of the shares of a slot's key, as somebody keeps it: a line of text that says which slot it is of and how many
// are needed, with a checksum that finds typing errors. docs/formats.md has the bytes.
#pragma once

#include "domain/ids.hpp"
#include "keyring/shamir.hpp"

#include <optional>
#include <vector>

namespace signet::keyring {

/// Characters of a share.
inline constexpr std::size_t kShareText = 88;
inline constexpr unsigned kLeastThreshold = 2;
inline constexpr unsigned kMostShares = 16;

struct Share {
  SlotId slot;
  std::uint8_t threshold;
  Point point;
};

[[nodiscard]] SecretBytes encode(const Share& share);
/// Nothing if it is not exactly what encode() wrote for some share.
[[nodiscard]] std::optional<Share> parse_share(std::string_view text);

/// What is kept beside a slot of shares.
struct ShareCounts {
  unsigned threshold;
  unsigned shares;
};
[[nodiscard]] bool are_share_counts(const ShareCounts& counts);
[[nodiscard]] Bytes encode(const ShareCounts& counts);
[[nodiscard]] std::optional<ShareCounts> parse_share_counts(ByteView parameters);

/// Cuts a slot's key. REQUIRES: kLeastThreshold <= threshold <= shares <= kMostShares.
[[nodiscard]] std::vector<SecretBytes> make_shares(const SlotId& slot, ByteView slot_key, const ShareCounts& counts,
                                                   crypto::Random& random);

}  // namespace signet::keyring
