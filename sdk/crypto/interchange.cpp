// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/interchange.hpp"

#include "key_forms.hpp"

#include <algorithm>

namespace signet::crypto {
namespace {

constexpr std::string_view kPemBegins = "-----BEGIN ";
constexpr std::uint8_t kDerBegins = 0x30;

std::unexpected<KeyError> refuse(std::string message) { return std::unexpected(KeyError{std::move(message)}); }

bool is_pem(ByteView bytes) { return as_text(bytes).starts_with(kPemBegins); }

/// The one algorithm with keys of this length, or what was said. The error names the candidates.
std::expected<Algorithm, KeyError> find_algorithm(std::size_t bytes, std::optional<Algorithm> said,
                                                  bool (*has_length)(const AlgorithmInfo&, std::size_t)) {
  if (said) {
    if (signs(info(*said)) && has_length(info(*said), bytes)) return *said;
    return refuse("a key of " + std::string(info(*said).name) + " does not have " + std::to_string(bytes) + " bytes");
  }
  std::vector<Algorithm> found;
  std::string names;
  for (const AlgorithmInfo& known : kSigningAlgorithms) {
    if (!has_length(known, bytes)) continue;
    found.push_back(known.id);
    names.append(names.empty() ? "" : ", ").append(known.name);
  }
  if (found.empty()) return refuse("no key has " + std::to_string(bytes) + " bytes");
  if (found.size() > 1) return refuse("say of which algorithm this key is: " + names);
  return found.front();
}

}  // namespace

std::expected<PrivateKey, KeyError> import_private_key(ByteView bytes, std::optional<Algorithm> algorithm) {
  const auto as_said = [&](std::expected<PrivateKey, KeyError> key) -> std::expected<PrivateKey, KeyError> {
    if (key && algorithm && key->algorithm() != *algorithm)
      return refuse("this is a key of " + std::string(info(key->algorithm()).name));
    return key;
  };
  if (is_pem(bytes)) return as_said(PrivateKey::from_pem(as_text(bytes)));
  if (!bytes.empty() && bytes.front() == kDerBegins) {
    // Bare bytes may begin like DER by chance.
    const auto parsed = parse_private_key(bytes);
    if (parsed) return as_said(PrivateKey::from_seed(parsed->algorithm, parsed->seed));
  }
  const auto found = find_algorithm(bytes.size(), algorithm, [](const AlgorithmInfo& known, std::size_t size) {
    return known.seed == size || (known.secret_key == size && !has_ed25519(known.id));
  });
  if (!found) return std::unexpected(found.error());
  if (bytes.size() == info(*found).seed) return PrivateKey::from_seed(*found, bytes);
  return PrivateKey::from_expanded(*found, bytes);
}

std::expected<PublicKey, KeyError> import_public_key(ByteView bytes, std::optional<Algorithm> algorithm) {
  const auto as_said = [&](std::expected<PublicKey, KeyError> key) -> std::expected<PublicKey, KeyError> {
    if (key && algorithm && key->algorithm() != *algorithm)
      return refuse("this is a key of " + std::string(info(key->algorithm()).name));
    return key;
  };
  if (is_pem(bytes)) return as_said(PublicKey::from_pem(as_text(bytes)));
  if (const auto found = find_public_key(bytes)) return as_said(PublicKey::from_raw(found->algorithm, found->raw));
  const auto found = find_algorithm(bytes.size(), algorithm, [](const AlgorithmInfo& known, std::size_t size) {
    return known.public_key == size;
  });
  if (!found) return std::unexpected(found.error());
  return PublicKey::from_raw(*found, bytes);
}

SecretBytes to_der(const PrivateKey& key) { return private_key_der(key.algorithm(), key.seed().expose()); }

Bytes to_der(const PublicKey& key) { return public_key_der(key.algorithm(), key.raw()); }

}  // namespace signet::crypto
