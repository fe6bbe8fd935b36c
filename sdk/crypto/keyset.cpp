// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/keyset.hpp"

#include "byte_reader.hpp"

#include <algorithm>

namespace signet::crypto {
namespace {

constexpr std::uint8_t kVersion = 0x01;
constexpr std::string_view kLabel{"signet/multisig/v1\0", 19};  // with the zero byte

std::unexpected<KeyError> refuse(std::string message) { return std::unexpected(KeyError{std::move(message)}); }

/// Null for what cannot be in a keyset.
const AlgorithmInfo* find_member(std::uint8_t id) {
  const auto found = std::ranges::find(kKeysetAlgorithms, static_cast<Algorithm>(id), &AlgorithmInfo::id);
  return found == kKeysetAlgorithms.end() ? nullptr : &*found;
}

}  // namespace

std::expected<Keyset, KeyError> Keyset::make(unsigned threshold, std::vector<PublicKey> keys) {
  if (keys.size() < 2 || keys.size() > kMost) return refuse("a keyset has two or three keys");
  if (threshold < 2 || threshold > keys.size()) {
    return refuse("a threshold is two at least, and no more than there are keys");
  }
  std::ranges::sort(keys, {}, &PublicKey::algorithm);
  std::vector<Family> families;
  for (const PublicKey& key : keys) {
    const AlgorithmInfo& known = info(key.algorithm());
    if (!joins_keysets(known)) {
      return refuse("a key of " + std::string(known.name) +
                    " cannot be in a keyset: only single keys that sign requests");
    }
    if (std::ranges::count(families, known.family) != 0) {
      return refuse("the keys of a keyset are each of another family");
    }
    families.push_back(known.family);
  }
  return Keyset(threshold, std::move(keys));
}

std::expected<Keyset, KeyError> Keyset::decode(ByteView bytes, From from) {
  ByteReader reader(bytes);
  const auto version = reader.number<std::uint8_t>();
  const unsigned threshold = reader.number<std::uint8_t>();
  const auto count = reader.number<std::uint8_t>();
  if (reader.failed() || version != kVersion || count > kMost) return refuse("this is not a keyset");
  std::vector<PublicKey> keys;
  for (unsigned i = 0; i < count; ++i) {
    const AlgorithmInfo* const known = find_member(reader.number<std::uint8_t>());
    const auto size = reader.number<std::uint16_t>();
    const ByteView raw = reader.take(size);
    if (reader.failed() || known == nullptr) {
      return refuse("this keyset is cut off, or has a key that cannot be in one");
    }
    if (!keys.empty() && keys.back().algorithm() >= known->id) {
      return refuse("the keys of this keyset are not in order");
    }
    auto key = from == From::stranger ? PublicKey::from_raw(known->id, raw) : PublicKey::from_stored(known->id, raw);
    if (!key) return std::unexpected(key.error());
    keys.push_back(std::move(*key));
  }
  if (!reader.at_end()) return refuse("there is something behind this keyset");
  return make(threshold, std::move(keys));
}

Bytes Keyset::encode() const {
  Bytes bytes{kVersion, static_cast<std::uint8_t>(threshold_), static_cast<std::uint8_t>(keys_.size())};
  for (const PublicKey& key : keys_) {
    bytes.push_back(static_cast<std::uint8_t>(key.algorithm()));
    put_number(bytes, static_cast<std::uint16_t>(key.raw().size()));
    put(bytes, key.raw());
  }
  return bytes;
}

const PublicKey* Keyset::find(const Fingerprint& fingerprint) const {
  const auto found = std::ranges::find(keys_, fingerprint, [](const PublicKey& key) { return key.fingerprint(); });
  return found == keys_.end() ? nullptr : &*found;
}

Sha256 Keyset::policy() const { return sha256({as_bytes(kLabel), encode()}); }

Bytes Keyset::message(ByteView payload) const {
  Bytes message;
  message.reserve(kLabel.size() + sizeof(Sha256) + 4 + payload.size());
  put(message, as_bytes(kLabel));
  put(message, policy());
  put_number(message, static_cast<std::uint32_t>(payload.size()));
  put(message, payload);
  return message;
}

}  // namespace signet::crypto
