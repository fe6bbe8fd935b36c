// SPDX-License-Identifier: Apache-2.0
#include "signet/client/admin_types.hpp"

#include <array>
#include <utility>

namespace signet::client {
namespace {

template <class T>
std::optional<T> find_name(const auto& all, std::string_view name) {
  for (const T value : all) {
    if (name_of(value) == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Role role) {
  switch (role) {
    case Role::auditor: return "auditor";
    case Role::admin: return "admin";
    case Role::owner: return "owner";
  }
  std::unreachable();
}

std::string_view name_of(VaultStatus status) {
  switch (status) {
    case VaultStatus::active: return "active";
    case VaultStatus::suspended: return "suspended";
  }
  std::unreachable();
}

std::string_view name_of(MachineState state) {
  switch (state) {
    case MachineState::pending: return "pending";
    case MachineState::approved: return "approved";
    case MachineState::disabled: return "disabled";
  }
  std::unreachable();
}

std::string_view name_of(LockoutScope scope) {
  switch (scope) {
    case LockoutScope::address: return "address";
    case LockoutScope::id: return "id";
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

std::optional<Role> parse_role(std::string_view name) {
  return find_name<Role>(std::array{Role::auditor, Role::admin, Role::owner}, name);
}

std::optional<VaultStatus> parse_vault_status(std::string_view name) {
  return find_name<VaultStatus>(std::array{VaultStatus::active, VaultStatus::suspended}, name);
}

std::optional<MachineState> parse_machine_state(std::string_view name) {
  return find_name<MachineState>(std::array{MachineState::pending, MachineState::approved, MachineState::disabled},
                                 name);
}

std::optional<LockoutScope> parse_lockout_scope(std::string_view name) {
  return find_name<LockoutScope>(std::array{LockoutScope::address, LockoutScope::id}, name);
}

std::optional<GrantKind> parse_grant_kind(std::string_view name) {
  return find_name<GrantKind>(std::array{GrantKind::read, GrantKind::agent}, name);
}

std::optional<SecretKind> parse_secret_kind(std::string_view name) {
  return find_name<SecretKind>(
      std::array{SecretKind::standard, SecretKind::managed, SecretKind::certificate, SecretKind::canary,
                 SecretKind::end_to_end},
      name);
}

}  // namespace signet::client
