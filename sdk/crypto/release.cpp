// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/release.hpp"

#include "signet/schema/encoding.hpp"

#include <algorithm>
#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::size_t kLine = 64;

/// Line ends are LF or CRLF, and nothing else stands between the digits.
std::optional<Bytes> read_sidecar(std::string_view text) {
  if (text.size() > kLongestSidecar) return std::nullopt;
  std::string digits;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return std::nullopt;
    digits += line;
  }
  return from_base64(digits);
}

}  // namespace

std::string sign_release(const PrivateKey& key, ByteView file) {
  if (key.algorithm() != kReleaseAlgorithm) {
    throw std::invalid_argument("releases are signed by SLH-DSA-SHA2-128s keys");
  }
  const std::string digits = to_base64(key.sign(file));
  std::string text;
  for (std::size_t at = 0; at < digits.size(); at += kLine) text += digits.substr(at, kLine) + "\n";
  return text;
}

std::string_view describe(ReleaseFault fault) {
  switch (fault) {
    case ReleaseFault::key: return "releases are signed by SLH-DSA-SHA2-128s keys, and this is another";
    case ReleaseFault::sidecar: return "this is not the base64 of an SLH-DSA-SHA2-128s signature";
    case ReleaseFault::signature: return "this key did not sign this file";
  }
  throw std::logic_error("a fault without a description");
}

std::expected<void, ReleaseFault> verify_release(const PublicKey& key, ByteView file, std::string_view sidecar) {
  if (key.algorithm() != kReleaseAlgorithm) return std::unexpected(ReleaseFault::key);
  const auto signature = read_sidecar(sidecar);
  if (!signature || signature->size() != info(kReleaseAlgorithm).signature) {
    return std::unexpected(ReleaseFault::sidecar);
  }
  if (!key.verify(file, *signature)) return std::unexpected(ReleaseFault::signature);
  return {};
}

}  // namespace signet::crypto
