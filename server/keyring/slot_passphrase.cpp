// SPDX-License-Identifier: Apache-2.0
#include "keyring/slot_passphrase.hpp"

#include "at_rest.hpp"

#include <algorithm>
#include <new>

namespace signet::keyring {
namespace {

// version(1) passes(1) memory in MiB (2) salt (16)
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kSaltBytes = crypto_pwhash_argon2id_SALTBYTES;
constexpr std::size_t kParameterBytes = 4 + kSaltBytes;
constexpr std::uint8_t kPasses = 3;
constexpr std::uint16_t kMebibytes = 256;
// Who can write to the database shall not make a start take all memory, or cost a guess next to nothing.
constexpr std::uint8_t kMostPasses = 16;
constexpr std::uint16_t kMostMebibytes = 4'096;
constexpr std::uint16_t kLeastMebibytes = 64;
constexpr std::size_t kMebibyte = 1024 * 1024;

}  // namespace

Bytes make_passphrase_parameters(crypto::Random& random) {
  Bytes parameters(kParameterBytes);
  parameters[0] = kVersion;
  parameters[1] = kPasses;
  parameters[2] = kMebibytes >> 8;
  parameters[3] = kMebibytes & 0xff;
  random.fill(std::span(parameters).subspan(4));
  return parameters;
}

std::optional<SecretBytes> passphrase_slot_key(ByteView passphrase, ByteView parameters) {
  if (parameters.size() != kParameterBytes || parameters[0] != kVersion) return std::nullopt;
  const auto passes = parameters[1];
  const auto mebibytes = static_cast<std::uint16_t>(parameters[2] << 8 | parameters[3]);
  if (passes < kPasses || passes > kMostPasses || mebibytes < kLeastMebibytes || mebibytes > kMostMebibytes)
    return std::nullopt;
  SecretBytes key(kKeyBytes);
  if (crypto_pwhash(key.expose_mutable().data(), key.size(), reinterpret_cast<const char*>(passphrase.data()),
                    passphrase.size(), parameters.subspan(4).data(), passes, mebibytes * kMebibyte,
                    crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();  // the only way that it fails with good arguments
  return key;
}

}  // namespace signet::keyring
