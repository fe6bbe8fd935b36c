// SPDX-License-Identifier: Apache-2.0
#include "keyring/share.hpp"

#include "at_rest.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"

#include <algorithm>
#include <stdexcept>

namespace signet::keyring {
namespace {

// version(1) slot id(15) threshold(1) x(1) y(32) checksum(4)
constexpr std::string_view kPrefix = "signet-share-v1:";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kSlotAt = 1;
constexpr std::size_t kSlotBytes = 15;
constexpr std::size_t kThresholdAt = kSlotAt + kSlotBytes;
constexpr std::size_t kXAt = kThresholdAt + 1;
constexpr std::size_t kYAt = kXAt + 1;
constexpr std::size_t kChecksumAt = kYAt + kKeyBytes;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kShareBytes = kChecksumAt + kChecksumBytes;
static_assert(kShareText == kPrefix.size() + kShareBytes / 3 * 4 && kShareBytes % 3 == 0);

std::array<std::uint8_t, 32> checksum_of(ByteView share) {
  return crypto::sha256({as_bytes(kPrefix), share.first(kChecksumAt)});
}

}  // namespace

bool are_share_counts(const ShareCounts& counts) {
  return counts.threshold >= kLeastThreshold && counts.threshold <= counts.shares && counts.shares <= kMostShares;
}

SecretBytes encode(const Share& share) {
  if (share.slot.str().size() != kSlotBytes || share.point.y.size() != kKeyBytes)
    throw std::invalid_argument("no such share");
  SecretBytes bytes(kShareBytes);
  const auto out = bytes.expose_mutable();
  out[0] = kVersion;
  std::ranges::copy(as_bytes(share.slot.str()), out.begin() + kSlotAt);
  out[kThresholdAt] = share.threshold;
  out[kXAt] = share.point.x;
  std::ranges::copy(share.point.y.expose(), out.begin() + kYAt);
  std::ranges::copy_n(checksum_of(out).begin(), kChecksumBytes, out.begin() + kChecksumAt);
  auto text = SecretBytes::from_text(kPrefix);
  text.reserve(kShareText);
  text.append(secret_to_base64(bytes.expose()).expose());
  return text;
}

std::optional<Share> parse_share(std::string_view text) {
  if (text.size() != kShareText || !text.starts_with(kPrefix)) return std::nullopt;
  const auto bytes = secret_from_base64(text.substr(kPrefix.size()));
  if (!bytes || bytes->size() != kShareBytes) return std::nullopt;
  const auto share = bytes->expose();
  const auto checksum = checksum_of(share);
  if (share[0] != kVersion ||
      !constant_time_equal(share.subspan(kChecksumAt), ByteView(checksum).first(kChecksumBytes)))
    return std::nullopt;
  const auto slot = SlotId::parse(as_text(share.subspan(kSlotAt, kSlotBytes)));
  if (!slot || !are_share_counts({share[kThresholdAt], kMostShares}) || share[kXAt] == 0 || share[kXAt] > kMostShares)
    return std::nullopt;
  return Share{*slot, share[kThresholdAt], {share[kXAt], SecretBytes(share.subspan(kYAt, kKeyBytes))}};
}

Bytes encode(const ShareCounts& counts) {
  return {kVersion, static_cast<std::uint8_t>(counts.threshold), static_cast<std::uint8_t>(counts.shares)};
}

std::optional<ShareCounts> parse_share_counts(ByteView parameters) {
  if (parameters.size() != 3 || parameters[0] != kVersion || !are_share_counts({parameters[1], parameters[2]}))
    return std::nullopt;
  return ShareCounts{parameters[1], parameters[2]};
}

std::vector<SecretBytes> make_shares(const SlotId& slot, ByteView slot_key, const ShareCounts& counts,
                                     crypto::Random& random) {
  if (!are_share_counts(counts)) throw std::invalid_argument("no such shares");
  std::vector<SecretBytes> texts;
  for (auto& point : split(slot_key, counts.threshold, counts.shares, random))
    texts.push_back(encode(Share{slot, static_cast<std::uint8_t>(counts.threshold), std::move(point)}));
  return texts;
}

}  // namespace signet::keyring
