// SPDX-License-Identifier: Apache-2.0
#include "versions.hpp"

#include "vault_key.hpp"

namespace signet::vault {
namespace {

keyring::Place place_of(const Secret& secret, std::uint64_t version) {
  return {secret.vault, secret.project, secret.id.str(), version};
}

}  // namespace

SecretVersion seal_version(Work& work, const Secret& secret, ByteView value, VersionOrigin origin) {
  auto sealed = work.keyring.seal(keyring::Purpose::value, place_of(secret, secret.version),
                                  key_of(work.read(), secret.project), value);
  return {.version = secret.version,
          .value = std::move(sealed.ciphertext),
          .wrapped_key = std::move(sealed.wrapped_key),
          .created_at = work.now,
          .created_by = work.journal.base.actor_id.empty() ? "system" : work.journal.base.actor_id,
          .field_names = secret.field_names,
          .origin = origin};
}

SecretBytes open_version(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Secret& secret,
                         const SecretVersion& version) {
  return keyring.open(keyring::Purpose::value, place_of(secret, version.version), key_of(snapshot, secret.project),
                      version.value, version.wrapped_key);
}

SecretBytes open_value(store::Snapshot& snapshot, const keyring::Keyring& keyring, const Secret& secret) {
  const auto version = snapshot.find_version(secret.id, secret.version);
  if (!version) throw store::CorruptStore("secret " + secret.id.str() + " lacks its version");
  return open_version(snapshot, keyring, secret, *version);
}

void add_version(Work& work, Secret& secret, const NewValue& value, VersionOrigin origin) {
  secret.version += 1;
  secret.field_names = value.field_names;
  secret.updated_at = work.now;
  work.transaction.insert_version(secret, seal_version(work, secret, value.bytes.expose(), origin));
  work.transaction.raise_generation(secret.vault);
}

Result<void> require_version(const Secret& secret, std::optional<std::uint64_t> expected) {
  if (!expected || *expected == secret.version) return {};
  return std::unexpected(Error{.code = ErrorCode::conflict,
                               .message = "The current version is " + std::to_string(secret.version),
                               .field = "expectedVersion",
                               .current_version = secret.version});
}

Result<void> may_take(const Secret& secret, const std::vector<std::string>& field_names, VersionOrigin origin) {
  if (secret.kind == SecretKind::certificate)
    return refuse(ErrorCode::conflict, "A certificate secret has no value of its own");
  if (secret.kind == SecretKind::end_to_end)
    return refuse(ErrorCode::conflict, "The secret is sealed end to end: only bundles become its versions");
  if (secret.kind != SecretKind::managed) return {};
  if (origin == VersionOrigin::rollback || origin == VersionOrigin::generated)
    return refuse(ErrorCode::conflict, "The secret is managed: only its agent changes it, after sync/rotate");
  if (field_names != secret.field_names)
    return refuse(ErrorCode::conflict, "A managed secret has the fields username and password");
  return {};
}

AuditEvent& record(Work& work, Action action, const Secret& secret, const std::string& detail) {
  auto& event = work.journal.add(action, detail);
  event.secret_id = secret.id.str();
  return event;
}

}  // namespace signet::vault
