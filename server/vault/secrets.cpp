// SPDX-License-Identifier: Apache-2.0
#include "vault/secrets.hpp"

#include "taken.hpp"
#include "versions.hpp"

namespace signet::vault {
Result<Secret> create_secret(Work& work, const VaultId& vault, const ProjectId& project, const std::string& name,
                             const NewValue& value, VersionOrigin origin) {
  const auto home = find_project(work.read(), vault, project);
  if (!home) return std::unexpected(home.error());
  if (work.read().is_secret_name_taken(project, name)) return name_taken("secret of this project");
  const Secret secret{.id = SecretId::make(work.random),
                      .vault = vault,
                      .project = project,
                      .name = name,
                      .field_names = value.field_names,
                      .created_at = work.now,
                      .updated_at = work.now};
  work.transaction.insert_secret(secret, seal_version(work, secret, value.bytes.expose(), origin));
  record(work, Action::secret_create, secret, name + " in " + project.str());
  return secret;
}

Result<Secret> put_version(Work& work, const VaultId& vault, const SecretId& id, const NewValue& value,
                           std::optional<std::uint64_t> expected_version) {
  auto secret = find_secret(work.read(), vault, id);
  if (!secret) return secret;
  if (const auto current = require_version(*secret, expected_version); !current)
    return std::unexpected(current.error());
  if (const auto may = may_take(*secret, value.field_names, VersionOrigin::set); !may)
    return std::unexpected(may.error());
  add_version(work, *secret, value, VersionOrigin::set);
  record(work, Action::secret_update, *secret, "version " + std::to_string(secret->version));
  return secret;
}

Result<Secret> rename_secret(Work& work, const VaultId& vault, const SecretId& id, const std::string& name) {
  auto secret = find_secret(work.read(), vault, id);
  if (!secret || secret->name == name) return secret;
  if (work.read().is_secret_name_taken(secret->project, name)) return name_taken("secret of this project");
  work.transaction.rename_secret(id, name, work.now);
  record(work, Action::secret_rename, *secret, "from " + secret->name + " to " + name);
  secret->name = name;
  secret->updated_at = work.now;
  return secret;
}

Result<void> delete_secret(Work& work, const VaultId& vault, const SecretId& id) {
  const auto secret = find_secret(work.read(), vault, id);
  if (!secret) return std::unexpected(secret.error());
  work.transaction.delete_secret(id, work.now);
  work.transaction.raise_generation(vault);
  record(work, Action::secret_delete, *secret, secret->name + " in " + secret->project.str());
  return {};
}

Result<Grant> grant(Work& work, const VaultId& vault, const SecretId& id, const MachineId& machine_id,
                    GrantKind kind) {
  const auto secret = find_secret(work.read(), vault, id);
  if (!secret) return std::unexpected(secret.error());
  const auto machine = find_machine(work.read(), vault, machine_id);
  if (!machine) return std::unexpected(machine.error());
  if (!work.read().is_member(machine_id, secret->project))
    return refuse(ErrorCode::conflict, "The machine is not in the secret's project: add it there first");
  Grant made{.machine = machine_id, .machine_name = machine->name, .secret = id, .kind = kind, .created_at = work.now};
  auto known = work.read().find_whole_grant(machine_id, id);
  if (known && known->kind == kind) return std::move(*known);
  if (known) {
    work.transaction.set_grant_kind(machine_id, id, kind);
    made.created_at = known->created_at;
  } else {
    work.transaction.insert_grant(made);
  }
  work.transaction.raise_generation(vault);
  const auto before = known ? ", was " + std::string(name_of(known->kind)) : std::string();
  record(work, Action::permission_grant, *secret, std::string(name_of(kind)) + before).machine_id = machine_id.str();
  return made;
}

Result<void> revoke_grant(Work& work, const VaultId& vault, const SecretId& id, const MachineId& machine) {
  const auto secret = find_secret(work.read(), vault, id);
  if (!secret) return std::unexpected(secret.error());
  const auto kind = work.read().find_grant(machine, id);
  if (!kind) return not_found("grant");
  work.transaction.delete_grant(machine, id);
  work.transaction.raise_generation(vault);
  record(work, Action::permission_revoke, *secret, std::string(name_of(*kind))).machine_id = machine.str();
  return {};
}

}  // namespace signet::vault
