// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/bundle.hpp"

#include "byte_reader.hpp"

#include <algorithm>
#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::uint8_t kVersion = 0x02;
constexpr std::size_t kFewest = 2;
constexpr std::size_t kHead = 2;
constexpr std::size_t kEntryHead = 1 + sizeof(Fingerprint) + 4;

const AlgorithmInfo* find_member(std::uint8_t id) {
  const auto found = std::ranges::find(kKeysetAlgorithms, static_cast<Algorithm>(id), &AlgorithmInfo::id);
  return found == kKeysetAlgorithms.end() ? nullptr : &*found;
}

std::optional<BundleFault> check_order(const Bundle& before, const AlgorithmInfo& next) {
  if (!before.empty() && before.back().algorithm >= next.id) return BundleFault::order;
  const auto same_family = [&](const BundleEntry& entry) { return info(entry.algorithm).family == next.family; };
  if (std::ranges::any_of(before, same_family)) return BundleFault::family;
  return std::nullopt;
}

}  // namespace

std::string_view describe(BundleFault fault) {
  switch (fault) {
    case BundleFault::malformed: return "the bundle is malformed";
    case BundleFault::count: return "the bundle has fewer than two or more than three signatures";
    case BundleFault::algorithm: return "the bundle has a signature by an algorithm that cannot be in one";
    case BundleFault::order: return "the signatures of the bundle are not in order";
    case BundleFault::length: return "a signature of the bundle has another length";
    case BundleFault::family: return "two signatures of the bundle are of one family";
    case BundleFault::unknown_key: return "a signature of the bundle is by a key that is not in the keyset";
    case BundleFault::too_few: return "the bundle has fewer signatures than the keyset demands";
    case BundleFault::signature: return "a signature of the bundle is not good";
  }
  throw std::logic_error("a fault without a description");
}

std::size_t longest_bundle() {
  std::size_t size = kHead;
  for (const Family family : {Family::elliptic, Family::lattice, Family::hash}) {
    std::size_t longest = 0;
    for (const AlgorithmInfo& known : kKeysetAlgorithms) {
      if (known.family == family) longest = std::max(longest, known.signature);
    }
    size += kEntryHead + longest;
  }
  return size;
}

std::expected<Bundle, BundleFault> decode_bundle(ByteView bytes) {
  ByteReader reader(bytes);
  const auto version = reader.number<std::uint8_t>();
  const std::size_t count = reader.number<std::uint8_t>();
  if (reader.failed() || version != kVersion) return std::unexpected(BundleFault::malformed);
  if (count < kFewest || count > Keyset::kMost) return std::unexpected(BundleFault::count);
  Bundle bundle;
  for (std::size_t i = 0; i < count; ++i) {
    const auto id = reader.number<std::uint8_t>();
    const ByteView fingerprint = reader.take(sizeof(Fingerprint));
    const auto size = reader.number<std::uint32_t>();
    if (reader.failed()) return std::unexpected(BundleFault::malformed);
    const AlgorithmInfo* const known = find_member(id);
    if (known == nullptr) return std::unexpected(BundleFault::algorithm);
    if (const auto fault = check_order(bundle, *known)) return std::unexpected(*fault);
    if (size != known->signature) return std::unexpected(BundleFault::length);
    const ByteView signature = reader.take(size);
    if (reader.failed()) return std::unexpected(BundleFault::malformed);
    BundleEntry entry{.algorithm = known->id, .fingerprint = {}, .signature = {signature.begin(), signature.end()}};
    std::ranges::copy(fingerprint, entry.fingerprint.begin());
    bundle.push_back(std::move(entry));
  }
  if (!reader.at_end()) return std::unexpected(BundleFault::malformed);
  return bundle;
}

Bytes encode_bundle(const Bundle& bundle) {
  Bytes bytes{kVersion, static_cast<std::uint8_t>(bundle.size())};
  for (const BundleEntry& entry : bundle) {
    bytes.push_back(static_cast<std::uint8_t>(entry.algorithm));
    put(bytes, entry.fingerprint);
    put_number(bytes, static_cast<std::uint32_t>(entry.signature.size()));
    put(bytes, entry.signature);
  }
  return bytes;
}

std::expected<std::vector<BundleSigner>, BundleFault> verify_bundle(const Keyset& keyset, ByteView payload,
                                                                    ByteView bytes) {
  const auto bundle = decode_bundle(bytes);
  if (!bundle) return std::unexpected(bundle.error());
  std::vector<BundleSigner> signers;
  for (const BundleEntry& entry : *bundle) {
    const PublicKey* const key = keyset.find(entry.fingerprint);
    if (key == nullptr || key->algorithm() != entry.algorithm) return std::unexpected(BundleFault::unknown_key);
    signers.push_back({entry.algorithm, entry.fingerprint});
  }
  if (signers.size() < keyset.threshold()) return std::unexpected(BundleFault::too_few);

  // All of them, whatever the first says: the time does not tell which was bad.
  const Bytes message = keyset.message(payload);
  unsigned good = 1;
  for (const BundleEntry& entry : *bundle) {
    good &= static_cast<unsigned>(keyset.find(entry.fingerprint)->verify(message, entry.signature));
  }
  if (good != 1) return std::unexpected(BundleFault::signature);
  return signers;
}

Bytes sign_bundle(const Keyset& keyset, ByteView payload, std::span<const PrivateKey* const> keys) {
  if (keys.size() < keyset.threshold()) throw std::invalid_argument("fewer keys than the keyset demands");
  const Bytes message = keyset.message(payload);
  Bundle bundle;
  for (const PrivateKey* const key : keys) {
    const Fingerprint fingerprint = key->public_key().fingerprint();
    if (keyset.find(fingerprint) == nullptr) throw std::invalid_argument("a key that is not in the keyset");
    bundle.push_back({key->algorithm(), fingerprint, key->sign(message)});
  }
  std::ranges::sort(bundle, {}, &BundleEntry::algorithm);
  return encode_bundle(bundle);
}

}  // namespace signet::crypto
