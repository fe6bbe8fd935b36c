// SPDX-License-Identifier: Apache-2.0
#include "vault/checkpoint_keys.hpp"

#include "store/audit_tree.hpp"
#include "store/authorities.hpp"
#include "vault_key.hpp"

namespace signet::vault {
namespace {

using crypto::CheckpointSigner;

keyring::Place place_of(const std::optional<VaultId>& vault) { return {vault, std::nullopt, "checkpoint", 1}; }

}  // namespace

void make_checkpoint_key(Work& work, const std::optional<VaultId>& vault) {
  if (work.read().audit_tree().find_checkpoint_key(vault)) return;
  SecretBytes seed(CheckpointSigner::kSeedBytes);
  work.random.fill(seed.expose_mutable());
  auto sealed =
      work.keyring.seal(keyring::Purpose::checkpoint, place_of(vault), own_key_of(work, vault), seed.expose());
  work.transaction.audit_tree().insert_checkpoint_key({.vault = vault,
                                                       .seed = std::move(sealed.ciphertext),
                                                       .wrapped_key = std::move(sealed.wrapped_key),
                                                       .created_at = work.now});
}

std::optional<CheckpointSigner> open_checkpoint_key(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                                    const std::optional<VaultId>& vault, const std::string& origin) {
  const auto key = snapshot.audit_tree().find_checkpoint_key(vault);
  if (!key) return std::nullopt;
  const auto vault_key = snapshot.authorities().find_vault_key(vault);
  if (!vault_key)
    throw store::CorruptStore((vault ? "vault " + vault->str() : std::string("the installation")) +
                              " has no key of its own");
  const auto seed =
      keyring.open(keyring::Purpose::checkpoint, place_of(vault), *vault_key, key->seed, key->wrapped_key);
  return CheckpointSigner(origin, seed.expose());
}

}  // namespace signet::vault
