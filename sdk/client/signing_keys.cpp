// SPDX-License-Identifier: Apache-2.0
#include "signet/client/signing_keys.hpp"

#include "fail.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signet::client {
namespace {

constexpr std::string_view kBegin = "-----BEGIN SIGNET KEYSET-----\n";
constexpr std::string_view kEnd = "\n-----END SIGNET KEYSET-----\n";
constexpr std::string_view kEndOfKey = "-----END PRIVATE KEY-----\n";

std::unexpected<Error> malformed(const std::string& why) {
  return fail(ErrorKind::local, "the keyset is not one: " + why);
}

std::vector<crypto::PublicKey> public_keys(std::span<const crypto::PrivateKey> keys) {
  std::vector<crypto::PublicKey> all;
  for (const auto& key : keys) all.push_back(key.public_key());
  return all;
}

}  // namespace

SigningKeys::SigningKeys(crypto::PrivateKey key) { keys_.push_back(std::move(key)); }

SigningKeys::SigningKeys(crypto::Keyset keyset, std::vector<crypto::PrivateKey> keys)
    : keyset_(std::move(keyset)), keys_(std::move(keys)) {}

Result<SigningKeys> SigningKeys::generate(std::span<const Algorithm> algorithms) {
  if (algorithms.size() == 1) return SigningKeys(crypto::PrivateKey::generate(algorithms.front()));
  std::vector<Algorithm> sorted(algorithms.begin(), algorithms.end());
  std::ranges::sort(sorted);
  std::vector<crypto::PrivateKey> keys;
  for (const auto algorithm : sorted) keys.push_back(crypto::PrivateKey::generate(algorithm));
  auto keyset = crypto::Keyset::make(2, public_keys(keys));
  if (!keyset) return malformed(keyset.error().message);
  return SigningKeys(std::move(*keyset), std::move(keys));
}

Result<SigningKeys> SigningKeys::from_pem(std::string_view text) {
  if (!text.starts_with(kBegin)) {
    auto key = crypto::PrivateKey::from_pem(text);
    if (!key) return fail(ErrorKind::local, key.error().message);
    return SigningKeys(std::move(*key));
  }
  text.remove_prefix(kBegin.size());
  const auto end = text.find(kEnd);
  const auto bytes = from_base64(text.substr(0, end));
  if (end == std::string_view::npos || !bytes) return malformed("its first block is cut off, or not base64");
  auto keyset = crypto::Keyset::decode(*bytes, crypto::Keyset::From::stranger);
  if (!keyset) return malformed(keyset.error().message);
  text.remove_prefix(end + kEnd.size());
  std::vector<crypto::PrivateKey> keys;
  for (const auto& member : keyset->keys()) {
    const auto behind = text.find(kEndOfKey);
    if (behind == std::string_view::npos) return malformed("a private key is missing");
    auto key = crypto::PrivateKey::from_pem(text.substr(0, behind + kEndOfKey.size()));
    if (!key) return malformed(key.error().message);
    if (key->public_key().fingerprint() != member.fingerprint()) return malformed("a private key is another one");
    keys.push_back(std::move(*key));
    text.remove_prefix(behind + kEndOfKey.size());
  }
  if (!text.empty()) return malformed("there is something behind it");
  return SigningKeys(std::move(*keyset), std::move(keys));
}

SecretBytes SigningKeys::to_pem() const {
  SecretBytes text;
  if (keyset_) {
    text.append(as_bytes(kBegin));
    text.append(as_bytes(to_base64(keyset_->encode())));
    text.append(as_bytes(kEnd));
  }
  for (const auto& key : keys_) text.append(key.to_pem().expose());
  return text;
}

Bytes SigningKeys::sign(ByteView payload) const {
  if (!keyset_) return keys_.front().sign(payload);
  std::vector<const crypto::PrivateKey*> all;
  for (const auto& key : keys_) all.push_back(&key);
  return crypto::sign_bundle(*keyset_, payload, all);
}

crypto::Fingerprint SigningKeys::fingerprint() const {
  return keyset_ ? keyset_->policy() : keys_.front().public_key().fingerprint();
}

std::string SigningKeys::algorithm_name() const {
  std::string names;
  for (const auto& key : keys_) names += (names.empty() ? "" : " & ") + std::string(info(key.algorithm()).name);
  return names;
}

Result<SigningKeys> load_signing_keys(const std::filesystem::path& path) {
  const auto pem = read_private_file(path);
  if (!pem) return std::unexpected(pem.error());
  auto keys = SigningKeys::from_pem(pem->expose_text());
  if (!keys) return fail(ErrorKind::local, fmt::format("{}: {}", path.string(), keys.error().message));
  return keys;
}

}  // namespace signet::client
