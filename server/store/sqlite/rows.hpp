// SPDX-License-Identifier: Apache-2.0
// A row as the thing it is. Each reader goes with the columns above it, which a query names in that order, beginning at
// `first`.
#pragma once

#include "domain/enrolment.hpp"
#include "domain/identity.hpp"
#include "domain/vault.hpp"
#include "sqlite/query.hpp"

namespace signet::store {

inline constexpr char kVaultColumns[] =
    "v.seq, v.id, v.name, v.active, v.authz_generation, v.created_at, v.ip_allowlist_enabled, "
    "v.ip_allowlist, v.key_overlap_s";
inline constexpr int kVaultColumnCount = 9;
[[nodiscard]] Vault read_vault(const Query& row);

/// A vault; empty: the installation itself.
[[nodiscard]] inline std::optional<VaultId> read_owner(const Query& row, int column) {
  if (row.text(column).empty()) return std::nullopt;
  return row.id<VaultId>(column);
}
/// The other way.
[[nodiscard]] inline std::string owner_column(const std::optional<VaultId>& vault) {
  return vault ? vault->str() : std::string();
}

/// algorithm, public_key, fingerprint, epoch, created_at
[[nodiscard]] Key read_key(const Query& row, int first);
/// For the first of these columns: the identifier, 0 for a keyset.
[[nodiscard]] inline int algorithm_column(const Key& key) {
  return key.is_keyset() ? 0 : static_cast<int>(key.algorithm);
}

inline constexpr char kProjectColumns[] = "seq, id, vault_id, name, created_at, frozen_at, application_id";
[[nodiscard]] Project read_project(const Query& row);

inline constexpr char kMachineColumns[] =
    "m.seq, m.id, m.vault_id, m.name, m.hostname, m.approved, m.enabled, m.proven, m.algorithm, m.public_key, "
    "m.fingerprint, m.key_epoch, m.key_created_at, m.token_id, m.created_at, m.expires_at, m.kind";
[[nodiscard]] Machine read_machine(const Query& row, int first = 0);

inline constexpr char kOperatorColumns[] =
    "o.seq, o.id, o.name, o.root, o.algorithm, o.public_key, o.fingerprint, o.key_epoch, o.key_created_at, "
    "o.created_at";
inline constexpr int kOperatorColumnCount = 10;
[[nodiscard]] Operator read_operator(const Query& row);

[[nodiscard]] Algorithm read_algorithm(const Query& row, int column);
[[nodiscard]] Role read_role(const Query& row, int column);
/// Of a project key.
[[nodiscard]] std::uint32_t read_generation(const Query& row, int column);

inline constexpr char kSecretColumns[] =
    "seq, id, vault_id, project_id, name, field_names, version, created_at, updated_at, deleted_at, policy_id, "
    "(SELECT frozen_at IS NOT NULL FROM projects WHERE projects.id = project_id), "
    "EXISTS (SELECT 1 FROM canaries WHERE secret_id = id), CASE end_to_end WHEN 1 THEN 5 ELSE kind END";
[[nodiscard]] Secret read_secret(const Query& row);
[[nodiscard]] SecretKind read_secret_kind(const Query& row, int column);

/// All of a version but its value.
inline constexpr char kVersionColumns[] = "version, created_at, created_by, field_names, origin";
inline constexpr int kVersionColumnCount = 5;
[[nodiscard]] SecretVersion read_version(const Query& row);

/// Texts, one a line; NULL: none.
[[nodiscard]] std::vector<std::string> read_lines(const Query& row, int column);
/// A secret's; none: a single value.
[[nodiscard]] inline std::vector<std::string> read_field_names(const Query& row, int column) {
  return read_lines(row, column);
}
/// The other way. Throws std::invalid_argument on a text that is empty or has a line feed in it.
[[nodiscard]] std::optional<std::string> to_column(const std::vector<std::string>& texts);

inline constexpr char kGrantColumns[] = "g.seq, g.machine_id, m.name, g.secret_id, g.kind, g.created_at";
[[nodiscard]] Grant read_grant(const Query& row);
[[nodiscard]] GrantKind read_grant_kind(const Query& row, int column);

inline constexpr char kTokenColumns[] =
    "seq, id, vault_id, hash, created_by, created_at, expires_at, uses_left, revoked, kind, name, description, uses, "
    "machine_life, networks, hostname_pattern, name_template";
[[nodiscard]] EnrolmentToken read_token(const Query& row);

}  // namespace signet::store
