// SPDX-License-Identifier: Apache-2.0
#include "vault/end_to_end.hpp"

#include "store/key_directory.hpp"
#include "taken.hpp"
#include "versions.hpp"

#include <algorithm>

namespace signet::vault {
namespace {

std::unexpected<Error> wrong(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message), "bundle"});
}

Result<void> check_place(const VaultId& vault, const SecretId& id, const NewBundle& bundle) {
  if (bundle.read.place.vault != vault.str() || bundle.read.place.secret != id.str())
    return wrong(ErrorCode::invalid, "Is for another vault or secret");
  return {};
}

/// What is sealed to a key that a machine has replaced would reach nobody.
Result<void> check_recipients(Work& work, const VaultId& vault, const NewBundle& bundle) {
  for (const auto& share : bundle.read.shares) {
    const auto id = MachineId::parse(share.machine);
    const auto machine = id ? find_machine(work.read(), vault, *id) : Result<Machine>(not_found("machine"));
    const auto key = machine ? work.read().key_directory().find_hybrid_key(*id) : std::nullopt;
    if (!key || !std::ranges::equal(key->fingerprint, share.key))
      return wrong(ErrorCode::conflict, "Machine " + share.machine + " has published another hybrid key, or none");
  }
  return {};
}

std::string told(const Secret& secret, const NewBundle& bundle) {
  return "version " + std::to_string(secret.version) + ", sealed to " + std::to_string(bundle.read.shares.size()) +
         (bundle.read.shares.size() == 1 ? " machine" : " machines");
}

}  // namespace

Result<Secret> create_end_to_end(Work& work, const VaultId& vault, const ProjectId& project, const std::string& name,
                                 const NewBundle& bundle) {
  if (const auto home = find_project(work.read(), vault, project); !home) return std::unexpected(home.error());
  auto id = SecretId::parse(bundle.read.place.secret);
  if (!id) return wrong(ErrorCode::invalid, "Is for no id of a secret");
  if (const auto here = check_place(vault, *id, bundle); !here) return std::unexpected(here.error());
  if (bundle.read.place.version != 1) return wrong(ErrorCode::invalid, "Is not for version 1");
  if (work.read().find_secret(*id)) return wrong(ErrorCode::conflict, "Is for an id that is taken");
  if (work.read().is_secret_name_taken(project, name)) return name_taken("secret of this project");
  if (const auto good = check_recipients(work, vault, bundle); !good) return std::unexpected(good.error());
  Secret secret{.id = std::move(*id),
                .vault = vault,
                .project = project,
                .name = name,
                .field_names = {},
                .created_at = work.now,
                .updated_at = work.now};
  work.transaction.insert_secret(secret, seal_version(work, secret, bundle.bytes, VersionOrigin::set));
  secret.kind = SecretKind::end_to_end;
  work.transaction.set_secret_kind(secret.id, secret.kind);
  record(work, Action::secret_create, secret, name + " in " + project.str() + ", " + told(secret, bundle));
  return secret;
}

Result<Secret> put_end_to_end(Work& work, const VaultId& vault, const SecretId& id, const NewBundle& bundle) {
  auto secret = find_secret(work.read(), vault, id);
  if (!secret) return secret;
  if (secret->kind != SecretKind::end_to_end) return refuse(ErrorCode::conflict, "The secret is not sealed end to end");
  if (const auto here = check_place(vault, id, bundle); !here) return std::unexpected(here.error());
  if (bundle.read.place.version != secret->version + 1)
    return std::unexpected(Error{.code = ErrorCode::conflict,
                                 .message = "The current version is " + std::to_string(secret->version),
                                 .field = "bundle",
                                 .current_version = secret->version});
  if (const auto good = check_recipients(work, vault, bundle); !good) return std::unexpected(good.error());
  add_version(work, *secret, {SecretBytes(bundle.bytes), {}}, VersionOrigin::set);
  record(work, Action::secret_update, *secret, told(*secret, bundle));
  return secret;
}

}  // namespace signet::vault
