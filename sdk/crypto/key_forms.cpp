// SPDX-License-Identifier: Apache-2.0
#include "key_forms.hpp"

#include "ed25519.hpp"
#include "mldsa.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace signet::crypto {
namespace {

// RFC 8410 and RFC 9881. The object identifiers are 2b6570 and 608648016503040312.
constexpr auto kEd25519Public =
    std::to_array<std::uint8_t>({0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00});
constexpr auto kMldsaPublic =
    std::to_array<std::uint8_t>({0x30, 0x82, 0x07, 0xb2, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48,
                                 0x01, 0x65, 0x03, 0x04, 0x03, 0x12, 0x03, 0x82, 0x07, 0xa1, 0x00});
constexpr auto kEd25519Private = std::to_array<std::uint8_t>(
    {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20});
constexpr auto kMldsaSeedOnly =
    std::to_array<std::uint8_t>({0x30, 0x34, 0x02, 0x01, 0x00, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86,
                                 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x12, 0x04, 0x22, 0x80, 0x20});
constexpr auto kMldsaBeforeSeed = std::to_array<std::uint8_t>(
    {0x30, 0x82, 0x0f, 0xfe, 0x02, 0x01, 0x00, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
     0x65, 0x03, 0x04, 0x03, 0x12, 0x04, 0x82, 0x0f, 0xea, 0x30, 0x82, 0x0f, 0xe6, 0x04, 0x20});
constexpr auto kMldsaBeforeExpanded = std::to_array<std::uint8_t>({0x04, 0x82, 0x0f, 0xc0});
constexpr std::size_t kMldsaExpandedAt = kMldsaBeforeSeed.size() + mldsa::kSeed + kMldsaBeforeExpanded.size();
constexpr std::size_t kMldsaSeedAndExpanded = kMldsaExpandedAt + mldsa::kExpandedKey;
constexpr std::size_t kMldsaExpandedOnly = 4'060;

bool starts_with(ByteView der, ByteView prefix) {
  return der.size() >= prefix.size() && std::ranges::equal(der.first(prefix.size()), prefix);
}

bool is_form(ByteView der, ByteView prefix, std::size_t key) {
  return der.size() == prefix.size() + key && starts_with(der, prefix);
}

std::unexpected<KeyError> refuse(std::string message) { return std::unexpected(KeyError{std::move(message)}); }

std::expected<RawPrivateKey, KeyError> parse_seed_and_expanded(ByteView der) {
  const ByteView seed = der.subspan(kMldsaBeforeSeed.size(), mldsa::kSeed);
  const SecretBytes expanded = mldsa::expanded_key_of(mldsa::expand(seed));
  const bool agree = starts_with(der.subspan(kMldsaBeforeSeed.size() + mldsa::kSeed), kMldsaBeforeExpanded) &&
                     constant_time_equal(der.subspan(kMldsaExpandedAt), expanded.expose());
  if (!agree)
    return refuse("the seed and the expanded key in this file belong to different keys; restore it from a copy");
  return RawPrivateKey{Algorithm::mldsa65, seed};
}

ByteView public_prefix(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::ed25519: return kEd25519Public;
    case Algorithm::mldsa65: return kMldsaPublic;
    case Algorithm::ed25519_mldsa65: break;
  }
  throw std::logic_error("a hybrid key has no DER form");
}

ByteView private_prefix(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::ed25519: return kEd25519Private;
    case Algorithm::mldsa65: return kMldsaSeedOnly;
    case Algorithm::ed25519_mldsa65: break;
  }
  throw std::logic_error("a hybrid key has no DER form");
}

}  // namespace

std::optional<RawPublicKey> find_public_key(ByteView der) {
  if (is_form(der, kEd25519Public, ed25519::kPublicKey)) {
    return RawPublicKey{Algorithm::ed25519, der.last(ed25519::kPublicKey)};
  }
  if (is_form(der, kMldsaPublic, mldsa::kPublicKey)) {
    return RawPublicKey{Algorithm::mldsa65, der.last(mldsa::kPublicKey)};
  }
  return std::nullopt;
}

Bytes public_key_der(Algorithm algorithm, ByteView raw) {
  const ByteView prefix = public_prefix(algorithm);
  Bytes der(prefix.begin(), prefix.end());
  der.insert(der.end(), raw.begin(), raw.end());
  return der;
}

std::expected<RawPrivateKey, KeyError> parse_private_key(ByteView der) {
  if (is_form(der, kEd25519Private, ed25519::kSeed)) return RawPrivateKey{Algorithm::ed25519, der.last(ed25519::kSeed)};
  if (is_form(der, kMldsaSeedOnly, mldsa::kSeed)) return RawPrivateKey{Algorithm::mldsa65, der.last(mldsa::kSeed)};
  if (der.size() == kMldsaSeedAndExpanded && starts_with(der, kMldsaBeforeSeed)) return parse_seed_and_expanded(der);
  if (der.size() == kMldsaExpandedOnly) {
    return refuse(
        "this key is kept without its seed; export it again with the seed (OpenSSL: -provparam "
        "ml-dsa.output_formats=seed-only) or make a new one");
  }
  return refuse("this is not an unencrypted PKCS#8 key, version 1, of Ed25519 or ML-DSA-65");
}

SecretBytes private_key_der(Algorithm algorithm, ByteView seed) {
  const ByteView prefix = private_prefix(algorithm);
  SecretBytes der;
  der.reserve(prefix.size() + seed.size());
  der.append(prefix);
  der.append(seed);
  return der;
}

}  // namespace signet::crypto
