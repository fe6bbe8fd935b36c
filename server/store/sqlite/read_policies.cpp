// SPDX-License-Identifier: Apache-2.0
#include "domain/vault.hpp"
#include "sqlite/lines.hpp"
#include "sqlite/paging.hpp"
#include "sqlite/policies.hpp"

namespace signet::store {
namespace {

constexpr char kPolicyColumns[] =
    "seq, id, project_id, name, description, time_window_enabled, window_start, window_end, window_zone, window_days, "
    "ip_allowlist_enabled, networks, rate_cap_enabled, max_reads_per_day, max_reads_per_minute, co_sign_enabled, "
    "co_sign_machine_id, co_sign_window_s, expires_at, max_reads, rotate_after_reads, created_at, updated_at, "
    "sealed_enabled";

constexpr auto kFindPolicy = sql("SELECT ", kPolicyColumns, " FROM access_policies WHERE id = ?1");
constexpr auto kListPolicies = sql("SELECT ", kPolicyColumns,
                                   " FROM access_policies WHERE project_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
constexpr auto kIsNameTaken = sql("SELECT 1 FROM access_policies WHERE project_id = ?1 AND name = ?2");
constexpr auto kCountBound = sql("SELECT count(*) FROM secrets WHERE policy_id = ?1");
constexpr auto kIsBoundToManaged = sql("SELECT 1 FROM secrets WHERE policy_id = ?1 AND kind = ?2");
constexpr auto kListCoSigned =
    sql("SELECT ", kPolicyColumns,
        " FROM access_policies WHERE co_sign_machine_id = ?1 AND co_sign_enabled = 1 ORDER BY seq");
constexpr auto kLoadCounts =
    sql("SELECT minute, in_minute, day, in_day, reads, since_rotation FROM policy_counts WHERE secret_id = ?1");
constexpr auto kFindCoSignature = sql("SELECT at FROM co_signatures WHERE secret_id = ?1 AND machine_id = ?2");

std::optional<std::uint64_t> maybe_number(const Query& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return static_cast<std::uint64_t>(row.integer(column));
}

std::optional<TimeWindow> read_window(const Query& row, int first) {
  if (row.is_null(first)) return std::nullopt;
  return TimeWindow{.start = std::chrono::minutes(row.integer(first)),
                    .end = std::chrono::minutes(row.integer(first + 1)),
                    .zone = row.text(first + 2),
                    .days = static_cast<std::uint8_t>(row.integer(first + 3))};
}

Policy read_policy(const Query& row) {
  Policy policy{.id = row.id<PolicyId>(1),
                .project = row.id<ProjectId>(2),
                .name = row.text(3),
                .description = row.text(4),
                .rules = {.time_window_enabled = row.boolean(5),
                          .time_window = read_window(row, 6),
                          .ip_allowlist_enabled = row.boolean(10),
                          .networks = from_lines(row.text(11)),
                          .rate_cap_enabled = row.boolean(12),
                          .max_reads_per_day = maybe_number(row, 13),
                          .max_reads_per_minute = maybe_number(row, 14),
                          .co_sign_enabled = row.boolean(15),
                          .expires_at = row.maybe_instant(18),
                          .max_reads = maybe_number(row, 19),
                          .rotate_after_reads = maybe_number(row, 20),
                          .sealed_enabled = row.boolean(23)},
                .created_at = row.instant(21),
                .updated_at = row.instant(22),
                .seq = row.integer(0)};
  auto& rules = policy.rules;
  if (!row.is_null(16)) rules.co_sign_machine = row.id<MachineId>(16);
  if (!row.is_null(17)) rules.co_sign_window = std::chrono::seconds(row.integer(17));
  // A check of a read must find what its axis needs.
  if (rules.time_window_enabled && !rules.time_window) row.corrupt(6);
  if (rules.co_sign_enabled && (!rules.co_sign_machine || !rules.co_sign_window)) row.corrupt(16);
  return policy;
}

}  // namespace

std::optional<Policy> SqlitePolicyReads::find_policy(const PolicyId& id) {
  Query row(db_, kFindPolicy, id);
  if (!row.step()) return std::nullopt;
  return read_policy(row);
}

Page<Policy> SqlitePolicyReads::list_policies(const ProjectId& project, const PageRequest& page) {
  Query rows(db_, kListPolicies, project, page.cursor, rows_asked(page));
  return read_page<Policy>(rows, page, 0, read_policy);
}

bool SqlitePolicyReads::is_policy_name_taken(const ProjectId& project, const std::string& name) {
  return Query(db_, kIsNameTaken, project, name).step();
}

std::size_t SqlitePolicyReads::count_bound(const PolicyId& id) {
  Query row(db_, kCountBound, id);
  row.step();
  return static_cast<std::size_t>(row.integer(0));
}

bool SqlitePolicyReads::is_bound_to_managed(const PolicyId& id) {
  return Query(db_, kIsBoundToManaged, id, static_cast<std::int64_t>(SecretKind::managed)).step();
}

std::vector<Policy> SqlitePolicyReads::list_co_signed_by(const MachineId& machine) {
  Query rows(db_, kListCoSigned, machine);
  std::vector<Policy> policies;
  while (rows.step()) policies.push_back(read_policy(rows));
  return policies;
}

PolicyCounts SqlitePolicyReads::load_counts(const SecretId& secret) {
  Query row(db_, kLoadCounts, secret);
  if (!row.step()) return {};
  const auto count = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
  return {row.integer(0), count(1), row.integer(2), count(3), count(4), count(5)};
}

std::optional<Instant> SqlitePolicyReads::find_co_signature(const SecretId& secret, const MachineId& machine) {
  Query row(db_, kFindCoSignature, secret, machine);
  if (!row.step()) return std::nullopt;
  return row.instant(0);
}

}  // namespace signet::store
