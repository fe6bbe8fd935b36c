// SPDX-License-Identifier: Apache-2.0
#include "sqlite/rows.hpp"

#include "signet/crypto/keyset.hpp"
#include "sqlite/lines.hpp"

#include <algorithm>
#include <stdexcept>

namespace signet::store {
namespace {

MachineKind read_machine_kind(const Query& row, int column) {
  const auto stored = row.integer(column);
  for (const auto kind : {MachineKind::standard, MachineKind::ephemeral, MachineKind::temporary})
    if (static_cast<std::int64_t>(kind) == stored) return kind;
  row.corrupt(column);
}

std::optional<std::string> maybe_text(const Query& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.text(column);
}

VersionOrigin read_origin(const Query& row, int column) {
  const auto stored = row.integer(column);
  for (const auto origin :
       {VersionOrigin::set, VersionOrigin::rollback, VersionOrigin::generated, VersionOrigin::imported})
    if (static_cast<std::int64_t>(origin) == stored) return origin;
  row.corrupt(column);
}

}  // namespace

Algorithm read_algorithm(const Query& row, int column) {
  const auto stored = row.integer(column);
  for (const auto& known : kRequestAlgorithms)
    if (static_cast<std::int64_t>(known.id) == stored) return known.id;
  row.corrupt(column);
}

Key read_key(const Query& row, int first) {
  Key key{.algorithm = {},
          .raw = row.blob(first + 1),
          .fingerprint = row.digest(first + 2),
          .epoch = row.integer(first + 3),
          .created_at = row.instant(first + 4)};
  if (row.integer(first) != 0) {
    key.algorithm = read_algorithm(row, first);
    return key;
  }
  const auto keyset = crypto::Keyset::decode(key.raw, crypto::Keyset::From::database);
  if (!keyset) row.corrupt(first + 1);
  for (const auto& member : keyset->keys()) {
    key.members.push_back(member.algorithm());
    if (key.members.size() == 1 || info(member.algorithm()).level > info(key.algorithm).level)
      key.algorithm = member.algorithm();
  }
  return key;
}

Vault read_vault(const Query& row) {
  return {.id = row.id<VaultId>(1),
          .name = row.text(2),
          .active = row.boolean(3),
          .created_at = row.instant(5),
          .authz_generation = row.integer(4),
          .allow_list_enabled = row.boolean(6),
          .allow_list = from_lines(row.text(7)),
          .key_overlap = std::chrono::seconds(row.integer(8)),
          .seq = row.integer(0)};
}

Project read_project(const Query& row) {
  Project project{.id = row.id<ProjectId>(1),
                  .vault = row.id<VaultId>(2),
                  .name = row.text(3),
                  .created_at = row.instant(4),
                  .frozen_at = row.maybe_instant(5),
                  .seq = row.integer(0)};
  if (!row.is_null(6)) project.application = row.id<ApplicationId>(6);
  return project;
}

Machine read_machine(const Query& row, int first) {
  Machine machine{.id = row.id<MachineId>(first + 1),
                  .vault = row.id<VaultId>(first + 2),
                  .kind = read_machine_kind(row, first + 16),
                  .name = row.text(first + 3),
                  .hostname = row.text(first + 4),
                  .approved = row.boolean(first + 5),
                  .enabled = row.boolean(first + 6),
                  .proven = row.boolean(first + 7),
                  .key = read_key(row, first + 8),
                  .token = std::nullopt,
                  .created_at = row.instant(first + 14),
                  .expires_at = row.maybe_instant(first + 15),
                  .seq = row.integer(first)};
  if (!row.is_null(first + 13)) machine.token = row.id<TokenId>(first + 13);
  return machine;
}

Operator read_operator(const Query& row) {
  return {.id = row.id<OperatorId>(1),
          .name = row.text(2),
          .root = row.boolean(3),
          .key = read_key(row, 4),
          .created_at = row.instant(9),
          .seq = row.integer(0)};
}

Role read_role(const Query& row, int column) {
  const auto stored = row.integer(column);
  for (const Role role : {Role::auditor, Role::admin, Role::owner})
    if (static_cast<std::int64_t>(role) == stored) return role;
  row.corrupt(column);
}

std::uint32_t read_generation(const Query& row, int column) {
  const auto stored = row.integer(column);
  if (stored < 1 || stored > 0xffff'ffff) row.corrupt(column);
  return static_cast<std::uint32_t>(stored);
}

SecretKind read_secret_kind(const Query& row, int column) {
  const auto stored = row.integer(column);
  for (const auto kind : {SecretKind::standard, SecretKind::managed, SecretKind::certificate, SecretKind::canary,
                          SecretKind::end_to_end})
    if (static_cast<std::int64_t>(kind) == stored) return kind;
  row.corrupt(column);
}

Secret read_secret(const Query& row) {
  Secret secret{.id = row.id<SecretId>(1),
                .vault = row.id<VaultId>(2),
                .project = row.id<ProjectId>(3),
                .name = row.text(4),
                .field_names = read_field_names(row, 5),
                .version = static_cast<std::uint64_t>(row.integer(6)),
                .created_at = row.instant(7),
                .updated_at = row.instant(8),
                .deleted_at = row.maybe_instant(9),
                .seq = row.integer(0),
                .kind = read_secret_kind(row, 13)};
  if (!row.is_null(10)) secret.policy = row.id<PolicyId>(10);
  secret.frozen = row.boolean(11);
  secret.canary = row.boolean(12);
  if (secret.canary) secret.kind = SecretKind::canary;
  return secret;
}

SecretVersion read_version(const Query& row) {
  return {.version = static_cast<std::uint64_t>(row.integer(0)),
          .value = {},
          .wrapped_key = {},
          .created_at = row.instant(1),
          .created_by = row.text(2),
          .field_names = read_field_names(row, 3),
          .origin = read_origin(row, 4)};
}

std::vector<std::string> read_lines(const Query& row, int column) {
  std::vector<std::string> names;
  if (row.is_null(column)) return names;
  const auto text = row.text(column);
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    if (end == begin) row.corrupt(column);
    names.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

std::optional<std::string> to_column(const std::vector<std::string>& texts) {
  if (texts.empty()) return std::nullopt;
  std::string lines;
  for (const auto& text : texts) {
    if (text.empty() || text.contains('\n'))
      throw std::invalid_argument("a text of a list is empty or has a line feed");
    if (!lines.empty()) lines += '\n';
    lines += text;
  }
  return lines;
}

Grant read_grant(const Query& row) {
  return {.machine = row.id<MachineId>(1),
          .machine_name = row.text(2),
          .secret = row.id<SecretId>(3),
          .kind = read_grant_kind(row, 4),
          .created_at = row.instant(5),
          .seq = row.integer(0)};
}

GrantKind read_grant_kind(const Query& row, int column) {
  const auto stored = row.integer(column);
  for (const GrantKind kind : {GrantKind::read, GrantKind::agent})
    if (static_cast<std::int64_t>(kind) == stored) return kind;
  row.corrupt(column);
}

EnrolmentToken read_token(const Query& row) {
  EnrolmentToken token{.id = row.id<TokenId>(1),
                       .vault = row.id<VaultId>(2),
                       .kind = read_machine_kind(row, 9),
                       .hash = row.blob(3),
                       .created_by = row.text(4),
                       .created_at = row.instant(5),
                       .expires_at = row.instant(6),
                       .uses = row.integer(12),
                       .uses_left = row.integer(7),
                       .revoked = row.boolean(8),
                       .name = maybe_text(row, 10),
                       .description = maybe_text(row, 11),
                       .networks = read_lines(row, 14),
                       .hostname_pattern = maybe_text(row, 15),
                       .name_template = maybe_text(row, 16),
                       .seq = row.integer(0)};
  if (!row.is_null(13)) token.machine_life = std::chrono::milliseconds(row.integer(13));
  return token;
}

}  // namespace signet::store
