// SPDX-License-Identifier: Apache-2.0
// Names of the enumerations, as they stand on the wire and in the log.
#include "domain/audit_event.hpp"
#include "domain/authority.hpp"
#include "domain/identity.hpp"
#include "domain/rotation.hpp"
#include "domain/vault.hpp"

#include <algorithm>
#include <utility>

namespace signet {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::auditor: return "auditor";
    case Role::admin: return "admin";
    case Role::owner: return "owner";
  }
  std::unreachable();
}

std::optional<Role> parse_role(std::string_view name) {
  for (const Role role : {Role::auditor, Role::admin, Role::owner})
    if (name_of(role) == name) return role;
  return std::nullopt;
}

std::string_view name_of(MachineKind kind) {
  switch (kind) {
    case MachineKind::standard: return "standard";
    case MachineKind::ephemeral: return "ephemeral";
    case MachineKind::temporary: return "temporary";
  }
  std::unreachable();
}

std::string_view name_of(SecretKind kind) {
  switch (kind) {
    case SecretKind::standard: return "standard";
    case SecretKind::managed: return "managed";
    case SecretKind::certificate: return "certificate";
    case SecretKind::canary: return "canary";
    case SecretKind::end_to_end: return "end-to-end";
  }
  std::unreachable();
}

std::string_view name_of(GrantKind kind) {
  switch (kind) {
    case GrantKind::read: return "read";
    case GrantKind::agent: return "agent";
  }
  std::unreachable();
}

std::optional<GrantKind> parse_grant_kind(std::string_view name) {
  for (const GrantKind kind : {GrantKind::read, GrantKind::agent})
    if (name_of(kind) == name) return kind;
  return std::nullopt;
}

std::string_view name_of(AuthorityKind kind) {
  switch (kind) {
    case AuthorityKind::ssh: return "ssh";
    case AuthorityKind::x509: return "x509";
  }
  std::unreachable();
}

std::optional<AuthorityKind> parse_authority_kind(std::string_view name) {
  for (const AuthorityKind kind : {AuthorityKind::ssh, AuthorityKind::x509})
    if (name_of(kind) == name) return kind;
  return std::nullopt;
}

const ActionInfo& info(Action action) { return *std::ranges::find(kActions, action, &ActionInfo::action); }

std::optional<Action> parse_action(std::string_view name) {
  const auto* found = std::ranges::find(kActions, name, &ActionInfo::name);
  if (found == kActions.end()) return std::nullopt;
  return found->action;
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::info: return "info";
    case Severity::low: return "low";
    case Severity::medium: return "medium";
    case Severity::high: return "high";
    case Severity::critical: return "critical";
  }
  std::unreachable();
}

std::string_view name_of(ActorKind kind) {
  switch (kind) {
    case ActorKind::machine: return "machine";
    case ActorKind::operator_: return "operator";
    case ActorKind::system: return "system";
    case ActorKind::external: return "external";
  }
  std::unreachable();
}

std::string_view name_of(Charset charset) {
  switch (charset) {
    case Charset::symbols: return "symbols";
    case Charset::alphanumeric: return "alphanumeric";
    case Charset::numbers: return "numbers";
    case Charset::uuid: return "uuid";
  }
  std::unreachable();
}

std::optional<Charset> parse_charset(std::string_view name) {
  for (const auto charset : {Charset::symbols, Charset::alphanumeric, Charset::numbers, Charset::uuid})
    if (name_of(charset) == name) return charset;
  return std::nullopt;
}

std::string_view name_of(VersionOrigin origin) {
  switch (origin) {
    case VersionOrigin::set: return "set";
    case VersionOrigin::rollback: return "rollback";
    case VersionOrigin::generated: return "generated";
    case VersionOrigin::imported: return "imported";
  }
  std::unreachable();
}

}  // namespace signet
