// SPDX-License-Identifier: Apache-2.0
#include "keyring/webhook_secret.hpp"

#include "signet/schema/encoding.hpp"

namespace signet::keyring {

SecretBytes webhook_secret(const Keyring& keyring, const Webhook& webhook) {
  SecretBytes whose{ByteView(webhook.salt)};
  whose.append(as_bytes(webhook.id.str()));
  whose.append(as_bytes(webhook.vault.str()));
  auto digest = keyring.keyed_digest("webhook", whose.expose());
  SecretBytes text;
  constexpr std::string_view kDigits = "0123456789abcdef";
  text.reserve(2 * digest.size());
  for (auto& byte : digest) {
    const std::array<std::uint8_t, 2> pair{static_cast<std::uint8_t>(kDigits[byte >> 4U]),
                                           static_cast<std::uint8_t>(kDigits[byte & 15U])};
    text.append(ByteView(pair));
    byte = 0;
  }
  return text;
}

}  // namespace signet::keyring
