// SPDX-License-Identifier: Apache-2.0
// The signing secret of a webhook, which is not stored: it follows from the root key, the webhook's salt and whose it is.
#pragma once

#include "domain/webhook.hpp"
#include "keyring/keyring.hpp"

namespace signet::keyring {

/// 64 hexadecimal digits; these characters are the HMAC's key.
[[nodiscard]] SecretBytes webhook_secret(const Keyring& keyring, const Webhook& webhook);

}  // namespace signet::keyring
