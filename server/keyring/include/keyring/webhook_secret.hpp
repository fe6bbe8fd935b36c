// SPDX-License-Identifier: Apache-2.0
// The signing secret of a webhook, sealed under its vault's own key.
#pragma once

#include "domain/webhook.hpp"
#include "keyring/keyring.hpp"

namespace signet::keyring {

/// Puts 64 hexadecimal digits into the webhook, sealed, and returns them; these characters are the HMAC's key.
[[nodiscard]] SecretBytes make_webhook_secret(const Keyring& keyring, const ProjectKey& vault_key, Webhook& webhook,
                                              crypto::Random& random);
/// Throws CannotOpen.
[[nodiscard]] SecretBytes open_webhook_secret(const Keyring& keyring, const ProjectKey& vault_key,
                                              const Webhook& webhook);

}  // namespace signet::keyring
