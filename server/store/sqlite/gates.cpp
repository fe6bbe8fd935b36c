// SPDX-License-Identifier: Apache-2.0
// Allow-lists, frozen projects, canaries.
#include "sqlite/lines.hpp"
#include "sqlite/paging.hpp"
#include "sqlite/policies.hpp"

#include <set>

namespace signet::store {
namespace {

constexpr char kCanaryColumns[] = "seq, secret_id, enabled, freezes_project, freezes_related, triggered_at";
constexpr auto kFindCanary = sql("SELECT ", kCanaryColumns, " FROM canaries WHERE secret_id = ?1");
constexpr auto kListCanaries = sql("SELECT ", kCanaryColumns,
                                   " FROM canaries WHERE vault_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
constexpr auto kListRelated =
    sql("SELECT b.project_id FROM memberships a JOIN memberships b ON b.machine_id = a.machine_id "
        "WHERE a.project_id = ?1 AND b.project_id <> ?1");
constexpr auto kSetAllowList = sql("UPDATE vaults SET ip_allowlist_enabled = ?2, ip_allowlist = ?3 WHERE id = ?1");
constexpr auto kSetFrozen = sql("UPDATE projects SET frozen_at = ?2 WHERE id = ?1");
constexpr auto kInsertCanary =
    sql("INSERT INTO canaries (secret_id, vault_id, enabled, freezes_project, freezes_related, triggered_at) "
        "SELECT id, vault_id, ?2, ?3, ?4, ?5 FROM secrets WHERE id = ?1");
constexpr auto kUpdateCanary =
    sql("UPDATE canaries SET enabled = ?2, freezes_project = ?3, freezes_related = ?4, triggered_at = ?5 "
        "WHERE secret_id = ?1");

Canary read_canary(const Query& row) {
  return {.secret = row.id<SecretId>(1),
          .enabled = row.boolean(2),
          .freezes_project = row.boolean(3),
          .freezes_related = row.boolean(4),
          .triggered_at = row.maybe_instant(5),
          .seq = row.integer(0)};
}

}  // namespace

std::optional<Canary> SqlitePolicyReads::find_canary(const SecretId& secret) {
  Query row(db_, kFindCanary, secret);
  if (!row.step()) return std::nullopt;
  return read_canary(row);
}

Page<Canary> SqlitePolicyReads::list_canaries(const VaultId& vault, const PageRequest& page) {
  Query rows(db_, kListCanaries, vault, page.cursor, rows_asked(page));
  return read_page<Canary>(rows, page, 0, read_canary);
}

std::vector<ProjectId> SqlitePolicyReads::list_related(const ProjectId& project) {
  std::set<ProjectId> related;
  Query rows(db_, kListRelated, project);
  while (rows.step()) related.insert(rows.id<ProjectId>(0));
  return {related.begin(), related.end()};
}

void SqlitePolicyWrites::set_allow_list(const VaultId& vault, bool enabled, const std::vector<std::string>& networks) {
  writer_.write_one(kSetAllowList, vault, enabled, to_lines(networks));
}

void SqlitePolicyWrites::set_frozen(const ProjectId& project, const std::optional<Instant>& at) {
  writer_.write_one(kSetFrozen, project, at);
}

void SqlitePolicyWrites::insert_canary(const Canary& canary) {
  writer_.write_one(kInsertCanary, canary.secret, canary.enabled, canary.freezes_project, canary.freezes_related,
                    canary.triggered_at);
}

void SqlitePolicyWrites::update_canary(const Canary& canary) {
  writer_.write_one(kUpdateCanary, canary.secret, canary.enabled, canary.freezes_project, canary.freezes_related,
                    canary.triggered_at);
}

}  // namespace signet::store
