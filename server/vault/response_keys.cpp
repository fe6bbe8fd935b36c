// SPDX-License-Identifier: Apache-2.0
#include "vault/response_keys.hpp"

#include "store/authorities.hpp"
#include "store/key_directory.hpp"
#include "vault_key.hpp"

namespace signet::vault {
namespace {

constexpr auto kAlgorithm = Algorithm::ed25519_mldsa65;
constexpr std::size_t kSeedBytes = 64;

keyring::Place place_of(const VaultId& vault) { return {vault, std::nullopt, "response", 1}; }

crypto::PublicKey public_part(const ResponseKey& key) {
  auto read = crypto::PublicKey::from_stored(kAlgorithm, key.public_key);
  if (!read) throw store::CorruptStore("the response key of vault " + key.vault.str() + " is none");
  return std::move(*read);
}

}  // namespace

crypto::PublicKey need_response_key(Work& work, const VaultId& vault) {
  if (auto known = find_response_key(work.read(), vault)) return std::move(*known);
  SecretBytes seed(kSeedBytes);
  work.random.fill(seed.expose_mutable());
  auto key = crypto::PrivateKey::from_seed(kAlgorithm, seed.expose()).public_key();
  auto sealed = work.keyring.seal(keyring::Purpose::response, place_of(vault), own_key_of(work, vault), seed.expose());
  work.transaction.key_directory().insert_response_key({.vault = vault,
                                                        .public_key = key.raw(),
                                                        .seed = std::move(sealed.ciphertext),
                                                        .wrapped_key = std::move(sealed.wrapped_key),
                                                        .created_at = work.now});
  return key;
}

std::optional<crypto::PublicKey> find_response_key(store::Snapshot& snapshot, const VaultId& vault) {
  const auto key = snapshot.key_directory().find_response_key(vault);
  if (!key) return std::nullopt;
  return public_part(*key);
}

crypto::PrivateKey open_response_key(store::Snapshot& snapshot, const keyring::Keyring& keyring, const VaultId& vault) {
  const auto key = snapshot.key_directory().find_response_key(vault);
  const auto vault_key = snapshot.authorities().find_vault_key(vault);
  if (!key || !vault_key) throw store::CorruptStore("vault " + vault.str() + " has no response key");
  const auto seed = keyring.open(keyring::Purpose::response, place_of(vault), *vault_key, key->seed, key->wrapped_key);
  return crypto::PrivateKey::from_seed(kAlgorithm, seed.expose());
}

}  // namespace signet::vault
