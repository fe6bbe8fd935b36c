// SPDX-License-Identifier: Apache-2.0
// Enrolment tokens, what they hand out, and machines whose time is over.
#include "sqlite/paging.hpp"
#include "sqlite/query.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/snapshot.hpp"

namespace signet::store {
namespace {

constexpr auto kFindToken = sql("SELECT ", kTokenColumns, " FROM enrolment_tokens WHERE id = ?1");
constexpr auto kFindTokenByHash = sql("SELECT ", kTokenColumns, " FROM enrolment_tokens WHERE hash = ?1");
constexpr auto kListTokens =
    sql("SELECT ", kTokenColumns, " FROM enrolment_tokens WHERE vault_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
constexpr auto kTokenProjects =
    sql("SELECT project_id FROM enrolment_token_projects WHERE token_id = ?1 ORDER BY project_id");
constexpr auto kTokenSecrets =
    sql("SELECT t.secret_id FROM enrolment_token_secrets t JOIN secrets s ON s.id = t.secret_id "
        "WHERE t.token_id = ?1 AND s.deleted_at IS NULL ORDER BY t.secret_id");
constexpr auto kFindMachineByToken =
    sql("SELECT ", kMachineColumns, " FROM machines m WHERE m.token_id = ?1 AND m.fingerprint = ?2");
// An ephemeral machine goes even if somebody disabled it.
constexpr auto kListExpired = sql("SELECT ", kMachineColumns,
                                  " FROM machines m WHERE m.expires_at <= ?1 AND (m.kind = 2 OR m.enabled = 1) "
                                  "ORDER BY m.expires_at LIMIT ?2");

}  // namespace

std::optional<EnrolmentToken> SqliteSnapshot::find_token(const TokenId& id) {
  Query row(db_, kFindToken, id);
  if (!row.step()) return std::nullopt;
  return read_token(row);
}

std::optional<EnrolmentToken> SqliteSnapshot::find_token_by_hash(ByteView hash) {
  Query row(db_, kFindTokenByHash, hash);
  if (!row.step()) return std::nullopt;
  return read_token(row);
}

Handout SqliteSnapshot::find_handout(const TokenId& id) {
  Handout handout;
  for (Query row(db_, kTokenProjects, id); row.step();) handout.projects.push_back(row.id<ProjectId>(0));
  for (Query row(db_, kTokenSecrets, id); row.step();) handout.secrets.push_back(row.id<SecretId>(0));
  return handout;
}

Page<EnrolmentToken> SqliteSnapshot::list_tokens(const VaultId& vault, const PageRequest& page) {
  Query rows(db_, kListTokens, vault, page.cursor, rows_asked(page));
  return read_page<EnrolmentToken>(rows, page, 0, read_token);
}

std::optional<Machine> SqliteSnapshot::find_machine_by_token(const TokenId& token, ByteView fingerprint) {
  Query row(db_, kFindMachineByToken, token, fingerprint);
  if (!row.step()) return std::nullopt;
  return read_machine(row);
}

std::vector<Machine> SqliteSnapshot::list_expired_machines(Instant now, std::size_t limit) {
  std::vector<Machine> machines;
  for (Query row(db_, kListExpired, now, limit); row.step();) machines.push_back(read_machine(row));
  return machines;
}

}  // namespace signet::store
