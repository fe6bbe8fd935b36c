// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/secret_bytes.hpp"
#include "vault/rotations.hpp"

#include <string_view>
#include <utility>

namespace signet::vault {
namespace {

constexpr std::string_view kAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
// Without quotes, backslash, backtick and space, which no shell, URL or configuration file takes alike.
constexpr std::string_view kSymbols =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+,-./:;<=>?@[]^_{|}~";
constexpr std::string_view kNumbers = "0123456789";
constexpr std::string_view kHex = "0123456789abcdef";

SecretBytes pick(crypto::Random& random, std::string_view alphabet, std::size_t length) {
  SecretBytes text(length);
  for (auto& character : text.expose_mutable())
    character = static_cast<std::uint8_t>(alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))]);
  return text;
}

/// Of version 4, as RFC 9562 has it.
SecretBytes uuid(crypto::Random& random) {
  auto text = pick(random, kHex, 36);
  const auto characters = text.expose_mutable();
  for (const std::size_t at : {8U, 13U, 18U, 23U}) characters[at] = '-';
  characters[14] = '4';
  characters[19] = static_cast<std::uint8_t>("89ab"[random.below(4)]);
  return text;
}

}  // namespace

SecretBytes generate(crypto::Random& random, const Recipe& recipe) {
  switch (recipe.charset) {
    case Charset::symbols: return pick(random, kSymbols, recipe.length);
    case Charset::alphanumeric: return pick(random, kAlphanumeric, recipe.length);
    case Charset::numbers: return pick(random, kNumbers, recipe.length);
    case Charset::uuid: return uuid(random);
  }
  std::unreachable();
}

}  // namespace signet::vault
