// SPDX-License-Identifier: Apache-2.0
#include "sync_seals.hpp"

#include "signet/schema/json.hpp"
#include "vault_key.hpp"

namespace signet::vault {
namespace {

keyring::Place place_of(const Secret& secret, std::uint64_t version) {
  return {secret.vault, secret.project, secret.id.str(), version};
}

SecretBytes text_of_member(const Json& object, std::string_view name, const Secret& secret) {
  const auto* text = find_text(object, name);
  if (!text) throw store::CorruptStore("the login of " + secret.id.str() + " lacks a part");
  return SecretBytes::from_text(*text);
}

}  // namespace

void seal_login(Work& work, const Secret& secret, SyncAgent& agent, const AdminLogin& login) {
  const Json both{{"password", json_text(login.password.expose_text())}, {"user", json_text(login.user.expose_text())}};
  auto sealed = work.keyring.seal(keyring::Purpose::sync, place_of(secret, agent.revision),
                                  key_of(work.read(), secret.project), to_secret_text(both).expose());
  agent.admin = std::move(sealed.ciphertext);
  agent.admin_wrapped_key = std::move(sealed.wrapped_key);
}

AdminLogin open_login(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Secret& secret,
                      const SyncAgent& agent) {
  const auto plain = keyring.open(keyring::Purpose::sync, place_of(secret, agent.revision), key_of(snapshot, secret.project),
                                  agent.admin, agent.admin_wrapped_key);
  const auto both = parse_json_object(plain.expose());
  if (!both) throw store::CorruptStore("the login of " + secret.id.str() + " is no object");
  return {.user = text_of_member(*both, "user", secret), .password = text_of_member(*both, "password", secret)};
}

void seal_pending(Work& work, const Secret& secret, SyncAgent& agent, const SecretBytes& password) {
  const Json fields{{"password", json_text(password.expose_text())},
                    {"username", json_text(agent.settings.managed_username)}};
  auto sealed = work.keyring.seal(keyring::Purpose::pending, place_of(secret, agent.rotations),
                                  key_of(work.read(), secret.project), to_secret_text(fields).expose());
  agent.pending->value = std::move(sealed.ciphertext);
  agent.pending->wrapped_key = std::move(sealed.wrapped_key);
}

SecretBytes open_pending(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Secret& secret,
                         const SyncAgent& agent) {
  return keyring.open(keyring::Purpose::pending, place_of(secret, agent.rotations), key_of(snapshot, secret.project),
                      agent.pending->value, agent.pending->wrapped_key);
}

}  // namespace signet::vault
