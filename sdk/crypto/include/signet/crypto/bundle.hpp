// SPDX-License-Identifier: Apache-2.0
// Signatures by several keys of a keyset over one payload, in one blob:
//   02 | count (1) | count times: algorithm (1), fingerprint (32), u32 of the length, signature; strictly ascending
// Every signature in it must be good: a bundle with a bad one beside enough good ones is refused, so that nobody can
// change one that is valid into another that is.
#pragma once

#include "signet/crypto/keyset.hpp"

#include <span>

namespace signet::crypto {

struct BundleEntry {
  Algorithm algorithm;
  Fingerprint fingerprint;
  Bytes signature;
};
using Bundle = std::vector<BundleEntry>;

enum class BundleFault : std::uint8_t {
  malformed,    // cut off, another version, or something behind it
  count,        // fewer than two or more than three
  algorithm,    // one that cannot be in a bundle
  order,        // not ascending, or one twice
  length,       // a signature of another length than its algorithm's
  family,       // two of one family
  unknown_key,  // a fingerprint that is not in the keyset, or is there with another algorithm
  too_few,      // than the keyset demands
  signature,    // one that is not good
};
/// For an audit log.
[[nodiscard]] std::string_view describe(BundleFault fault);

/// The longest bundle that decode_bundle accepts.
[[nodiscard]] std::size_t longest_bundle();

[[nodiscard]] std::expected<Bundle, BundleFault> decode_bundle(ByteView bytes);
[[nodiscard]] Bytes encode_bundle(const Bundle& bundle);

struct BundleSigner {
  Algorithm algorithm;
  Fingerprint fingerprint;
  friend bool operator==(const BundleSigner&, const BundleSigner&) = default;
};
/// Who signed: at least the threshold, each of another family.
[[nodiscard]] std::expected<std::vector<BundleSigner>, BundleFault> verify_bundle(const Keyset& keyset,
                                                                                 ByteView payload, ByteView bytes);

/// By all of `keys`. Throws std::invalid_argument if one is not in the keyset or they are fewer than it demands.
[[nodiscard]] Bytes sign_bundle(const Keyset& keyset, ByteView payload, std::span<const PrivateKey* const> keys);

}  // namespace signet::crypto
