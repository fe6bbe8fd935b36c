// SPDX-License-Identifier: Apache-2.0
#include "authority_keys.hpp"
#include "signet/crypto/ssh_certificate.hpp"
#include "signet/crypto/x509_certificate.hpp"
#include "store/authorities.hpp"
#include "taken.hpp"
#include "vault_key.hpp"

namespace signet::vault {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kYears = 20 * 365 * kDay;

keyring::Place place_of(const Authority& authority) {
  return {authority.vault, std::nullopt, authority.id.str(), 1};
}

SecretBytes make_ssh_key(Work& work, Authority& authority) {
  SecretBytes seed(kAuthorityKeyBytes);
  work.random.fill(seed.expose_mutable());
  const auto key = crypto::PrivateKey::from_seed(Algorithm::ed25519, seed.expose());
  authority.public_part = crypto::to_ssh_public_key(key.public_key(), authority.id.str());
  return seed;
}

SecretBytes make_x509_key(Work& work, Authority& authority) {
  const auto now = to_unix_seconds(work.now);
  auto made = crypto::make_x509_authority("Signet " + authority.id.str(), authority.vault.str(),
                                          {.not_before = now - kDay, .not_after = now + kYears}, work.random);
  authority.public_part = std::move(made.certificate);
  return std::move(made.key);
}

}  // namespace

SecretBytes open_authority_key(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                               const Authority& authority) {
  const auto key = snapshot.authorities().find_vault_key(authority.vault);
  if (!key) throw store::CorruptStore("vault " + authority.vault.str() + " has authorities and no key");
  return keyring.open(keyring::Purpose::ca, place_of(authority), *key, authority.key, authority.wrapped_key);
}

Result<Authority> find_authority(store::Snapshot& snapshot, const VaultId& vault, const AuthorityId& id) {
  auto authority = snapshot.authorities().find(id);
  if (!authority || authority->vault != vault) return not_found("authority");
  return std::move(*authority);
}

Result<Authority> create_authority(Work& work, const VaultId& vault, AuthorityKind kind, const std::string& name) {
  if (work.read().authorities().is_name_taken(vault, name)) return name_taken("authority of this vault");
  Authority made{.id = AuthorityId::make(work.random), .vault = vault, .kind = kind, .name = name,
                 .created_at = work.now};
  const auto key = kind == AuthorityKind::ssh ? make_ssh_key(work, made) : make_x509_key(work, made);
  auto sealed = work.keyring.seal(keyring::Purpose::ca, place_of(made), own_key_of(work, vault), key.expose());
  made.key = std::move(sealed.ciphertext);
  made.wrapped_key = std::move(sealed.wrapped_key);
  work.transaction.authorities().insert(made);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::authority_create, made.id.str() + " " + std::string(name_of(kind)) + " " + name);
  return made;
}

Result<void> delete_authority(Work& work, const VaultId& vault, const AuthorityId& id) {
  const auto authority = find_authority(work.read(), vault, id);
  if (!authority) return std::unexpected(authority.error());
  if (work.read().authorities().is_used(id))
    return refuse(ErrorCode::conflict, "Secrets name this authority, perhaps in the trash");
  work.transaction.authorities().remove(id);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::authority_delete, id.str() + " " + authority->name);
  return {};
}

}  // namespace signet::vault
