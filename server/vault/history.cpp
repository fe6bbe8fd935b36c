// SPDX-License-Identifier: Apache-2.0
#include "vault/history.hpp"

#include "store/history.hpp"
#include "taken.hpp"
#include "versions.hpp"

namespace signet::vault {
namespace {

Result<Secret> find_in_trash(store::Snapshot& snapshot, const VaultId& vault, const SecretId& id) {
  auto secret = snapshot.find_secret(id);
  if (!secret || secret->vault != vault || !secret->deleted_at) return not_found("secret in the trash");
  return std::move(*secret);
}

void destroy(Work& work, const Secret& secret, std::size_t versions, const std::string& why) {
  work.transaction.history().purge_secret(secret.id);
  record(work, Action::secret_purge, secret,
         secret.name + " in " + secret.project.str() + " with " + std::to_string(versions) +
             (versions == 1 ? " version, " : " versions, ") + why);
}

}  // namespace

Result<Secret> roll_back(Work& work, const VaultId& vault, const SecretId& id, std::uint64_t version,
                         std::optional<std::uint64_t> expected_version) {
  auto secret = find_secret(work.read(), vault, id);
  if (!secret) return secret;
  if (const auto current = require_version(*secret, expected_version); !current)
    return std::unexpected(current.error());
  const auto older = work.read().find_version(id, version);
  if (!older) return not_found("version");
  if (const auto may = may_take(*secret, secret->field_names, VersionOrigin::rollback); !may)
    return std::unexpected(may.error());
  if (version == secret->version) return refuse(ErrorCode::conflict, "This is the current version already");
  const NewValue value{open_version(work.read(), work.keyring, *secret, *older), older->field_names};
  add_version(work, *secret, value, VersionOrigin::rollback);
  record(work, Action::secret_update, *secret,
         "version " + std::to_string(secret->version) + ", from version " + std::to_string(version));
  return secret;
}

Result<Secret> restore_secret(Work& work, const VaultId& vault, const SecretId& id) {
  auto secret = find_in_trash(work.read(), vault, id);
  if (!secret) return secret;
  if (work.read().is_secret_name_taken(secret->project, secret->name)) return name_taken("secret of its project");
  work.transaction.history().restore_secret(id, work.now);
  work.transaction.raise_generation(vault);
  secret->deleted_at.reset();
  secret->updated_at = work.now;
  record(work, Action::secret_restore, *secret, secret->name + " in " + secret->project.str());
  return secret;
}

Result<Doomed> preview_purge(store::Snapshot& snapshot, const VaultId& vault, const SecretId& id) {
  auto secret = find_in_trash(snapshot, vault, id);
  if (!secret) return std::unexpected(secret.error());
  const auto versions = snapshot.history().count_versions(id);
  return Doomed{std::move(*secret), versions, snapshot.history().find_note(id).has_value()};
}

Result<Doomed> purge_secret(Work& work, const VaultId& vault, const SecretId& id, const std::string& why) {
  auto doomed = preview_purge(work.read(), vault, id);
  if (!doomed) return doomed;
  destroy(work, doomed->secret, doomed->versions, why);
  work.transaction.raise_generation(vault);
  return doomed;
}

void destroy_trash(Work& work, const ProjectId& project) {
  for (const auto& secret : work.read().history().trash_of(project))
    destroy(work, secret, work.read().history().count_versions(secret.id), "with its project");
}

Result<void> put_note(Work& work, const VaultId& vault, const SecretId& id, const SecretBytes& text) {
  const auto secret = find_secret(work.read(), vault, id);
  if (!secret) return std::unexpected(secret.error());
  const auto before = work.read().history().find_note(id);
  if (text.empty()) {
    if (!before) return {};
    work.transaction.history().delete_note(id);
    record(work, Action::secret_note_update, *secret, "removed");
    return {};
  }
  const auto key = work.read().find_project_key(secret->project);
  if (!key) throw store::CorruptStore("project " + secret->project.str() + " has no key");
  const auto version = before ? before->version + 1 : 1;
  const keyring::Place place{vault, secret->project, id.str(), version};
  auto sealed = work.keyring.seal(keyring::Purpose::note, place, *key, text.expose());
  work.transaction.history().put_note(id, {.version = version,
                                           .value = std::move(sealed.ciphertext),
                                           .wrapped_key = std::move(sealed.wrapped_key),
                                           .updated_at = work.now,
                                           .updated_by = work.journal.base.actor_id});
  record(work, Action::secret_note_update, *secret, before ? "changed" : "added");
  return {};
}

Result<std::optional<OpenNote>> read_note(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                          const VaultId& vault, const SecretId& id) {
  const auto secret = find_secret(snapshot, vault, id);
  if (!secret) return std::unexpected(secret.error());
  const auto note = snapshot.history().find_note(id);
  if (!note) return std::nullopt;
  const auto key = snapshot.find_project_key(secret->project);
  if (!key) throw store::CorruptStore("project " + secret->project.str() + " has no key");
  const keyring::Place place{vault, secret->project, id.str(), note->version};
  return OpenNote{keyring.open(keyring::Purpose::note, place, *key, note->value, note->wrapped_key), note->updated_at,
                  note->updated_by};
}

}  // namespace signet::vault
