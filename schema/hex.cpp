// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/encoding.hpp"

namespace signet {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

std::string to_hex(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t value : bytes) {
    text += {kDigits[value >> 4U], kDigits[value & 15U]};
  }
  return text;
}

SecretBytes secret_to_hex(ByteView bytes) {
  SecretBytes text(bytes.size() * 2);
  auto out = text.expose_mutable().begin();
  for (const std::uint8_t value : bytes) {
    *out++ = static_cast<std::uint8_t>(kDigits[value >> 4U]);
    *out++ = static_cast<std::uint8_t>(kDigits[value & 15U]);
  }
  return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::size_t high = kDigits.find(text[i]), low = kDigits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(high << 4U | low));
  }
  return bytes;
}

}  // namespace signet
