// SPDX-License-Identifier: Apache-2.0
#include "keyring/webhook_secret.hpp"

#include "signet/schema/encoding.hpp"

namespace signet::keyring {
namespace {

constexpr std::size_t kSecretBytes = 32;

Place place_of(const Webhook& webhook) { return {webhook.vault, std::nullopt, webhook.id.str(), 1}; }

}  // namespace

SecretBytes make_webhook_secret(const Keyring& keyring, const ProjectKey& vault_key, Webhook& webhook,
                                crypto::Random& random) {
  SecretBytes bytes(kSecretBytes);
  random.fill(bytes.expose_mutable());
  auto secret = secret_to_hex(bytes.expose());
  auto sealed = keyring.seal(Purpose::webhook, place_of(webhook), vault_key, secret.expose());
  webhook.sealed = std::move(sealed.ciphertext);
  webhook.wrapped_key = std::move(sealed.wrapped_key);
  return secret;
}

SecretBytes open_webhook_secret(const Keyring& keyring, const ProjectKey& vault_key, const Webhook& webhook) {
  return keyring.open(Purpose::webhook, place_of(webhook), vault_key, webhook.sealed, webhook.wrapped_key);
}

}  // namespace signet::keyring
