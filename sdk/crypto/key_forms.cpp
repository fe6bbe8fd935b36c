// SPDX-License-Identifier: Apache-2.0
#include "key_forms.hpp"

#include "der.hpp"
#include "post_quantum.hpp"

#include <algorithm>
#include <stdexcept>

namespace signet::crypto {
namespace {

bool starts_with(ByteView der, ByteView prefix) {
  return der.size() >= prefix.size() && std::ranges::equal(der.first(prefix.size()), prefix);
}

/// The last `key` bytes, if that and the beginning is all there is.
std::optional<ByteView> behind(ByteView der, const Bytes& prefix, std::size_t key) {
  if (der.size() != prefix.size() + key || !starts_with(der, prefix)) return std::nullopt;
  return der.last(key);
}

std::unexpected<KeyError> refuse(std::string message) { return std::unexpected(KeyError{std::move(message)}); }

bool is_single(const AlgorithmInfo& known) { return known.family != Family::hybrid; }

std::expected<RawPrivateKey, KeyError> check_expanded(Algorithm algorithm, ByteView seed, ByteView expanded) {
  const SecretBytes made = post_quantum::expanded_key_of(algorithm, post_quantum::expand(algorithm, seed));
  if (constant_time_equal(expanded, made.expose())) return RawPrivateKey{algorithm, seed};
  return refuse("the seed and the expanded key in this file belong to different keys; restore it from a copy");
}

/// Nothing if it is a key of another kind.
std::optional<std::expected<RawPrivateKey, KeyError>> parse_mldsa(const AlgorithmInfo& known, ByteView der) {
  if (const auto seed = behind(der, der::before_mldsa_seed(known.id), known.seed)) {
    return RawPrivateKey{known.id, *seed};
  }
  const Bytes before_seed = der::before_mldsa_seed_of_both(known.id);
  const Bytes before_expanded = der::before_octets(known.secret_key);
  const std::size_t both = known.seed + before_expanded.size() + known.secret_key;
  if (const auto rest = behind(der, before_seed, both)) {
    const ByteView seed = rest->first(known.seed), expanded = rest->last(known.secret_key);
    if (!starts_with(rest->subspan(known.seed), before_expanded)) return std::nullopt;
    return check_expanded(known.id, seed, expanded);
  }
  if (behind(der, der::before_mldsa_expanded(known.id), known.secret_key)) {
    return refuse(
        "this key is kept without its seed; export it again with the seed (OpenSSL: -provparam "
        "ml-dsa.output_formats=seed-only) or make a new one");
  }
  return std::nullopt;
}

}  // namespace

std::optional<RawPublicKey> find_public_key(ByteView der) {
  for (const AlgorithmInfo& known : kSigningAlgorithms) {
    if (!is_single(known)) continue;
    if (const auto raw = behind(der, der::before_public_key(known.id), known.public_key)) {
      return RawPublicKey{known.id, *raw};
    }
  }
  return std::nullopt;
}

Bytes public_key_der(Algorithm algorithm, ByteView raw) {
  if (!is_single(info(algorithm))) throw std::logic_error("a hybrid key has no DER form");
  Bytes der = der::before_public_key(algorithm);
  der.insert(der.end(), raw.begin(), raw.end());
  return der;
}

std::expected<RawPrivateKey, KeyError> parse_private_key(ByteView der) {
  if (const auto seed = behind(der, der::before_ed25519_seed(), info(Algorithm::ed25519).seed)) {
    return RawPrivateKey{Algorithm::ed25519, *seed};
  }
  for (const AlgorithmInfo& known : kSigningAlgorithms) {
    if (known.family == Family::lattice) {
      if (const auto parsed = parse_mldsa(known, der)) return *parsed;
    }
    if (known.family == Family::hash) {
      const auto secret = behind(der, der::before_slhdsa_key(known.id), known.secret_key);
      if (secret) return check_expanded(known.id, secret->first(known.seed), *secret);
    }
  }
  return refuse("this is not an unencrypted PKCS#8 key, version 1, of Ed25519, ML-DSA or SLH-DSA");
}

SecretBytes private_key_der(Algorithm algorithm, ByteView seed) {
  SecretBytes der;
  switch (info(algorithm).family) {
    case Family::elliptic: der.append(der::before_ed25519_seed()); break;
    case Family::lattice: der.append(der::before_mldsa_seed(algorithm)); break;
    case Family::hash:
      der.append(der::before_slhdsa_key(algorithm));
      der.append(post_quantum::expanded_key_of(algorithm, post_quantum::expand(algorithm, seed)).expose());
      return der;
    default: throw std::logic_error("a hybrid key has no DER form");
  }
  der.append(seed);
  return der;
}

}  // namespace signet::crypto
