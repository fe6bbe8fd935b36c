// SPDX-License-Identifier: Apache-2.0
#include "sqlite/lines.hpp"
#include "sqlite/policies.hpp"

namespace signet::store {
namespace {

constexpr auto kInsertPolicy =
    sql("INSERT INTO access_policies (id, project_id, name, description, time_window_enabled, window_start, "
        "window_end, window_zone, window_days, ip_allowlist_enabled, networks, rate_cap_enabled, max_reads_per_day, "
        "max_reads_per_minute, co_sign_enabled, co_sign_machine_id, co_sign_window_s, expires_at, max_reads, "
        "rotate_after_reads, created_at, updated_at, sealed_enabled) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
        "?11, ?12, ?13, "
        "?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)");
constexpr auto kUpdatePolicy =
    sql("UPDATE access_policies SET name = ?3, description = ?4, time_window_enabled = ?5, window_start = ?6, "
        "window_end = ?7, window_zone = ?8, window_days = ?9, ip_allowlist_enabled = ?10, networks = ?11, "
        "rate_cap_enabled = ?12, max_reads_per_day = ?13, max_reads_per_minute = ?14, co_sign_enabled = ?15, "
        "co_sign_machine_id = ?16, co_sign_window_s = ?17, expires_at = ?18, max_reads = ?19, "
        "rotate_after_reads = ?20, created_at = ?21, updated_at = ?22, sealed_enabled = ?23 WHERE id = ?1 AND "
        "project_id = ?2");
constexpr auto kDeletePolicy = sql("DELETE FROM access_policies WHERE id = ?1");
constexpr auto kBind = sql("UPDATE secrets SET policy_id = ?2 WHERE id = ?1");
constexpr auto kDeleteCounts = sql("DELETE FROM policy_counts WHERE secret_id = ?1");
constexpr auto kDeleteCoSignatures = sql("DELETE FROM co_signatures WHERE secret_id = ?1");
constexpr auto kPutCounts =
    sql("INSERT OR REPLACE INTO policy_counts (secret_id, minute, in_minute, day, in_day, reads, since_rotation) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
constexpr auto kPutCoSignature =
    sql("INSERT OR REPLACE INTO co_signatures (secret_id, machine_id, at) VALUES (?1, ?2, ?3)");
constexpr auto kDeleteCoSignature = sql("DELETE FROM co_signatures WHERE secret_id = ?1 AND machine_id = ?2");

/// Every column, in the order of both statements.
template <std::size_t N>
void write_policy(Writer& writer, const Sql<N>& statement, const Policy& policy) {
  const auto& rules = policy.rules;
  std::optional<std::int64_t> start, end, days, window;
  std::optional<std::string> zone;
  if (const auto& open = rules.time_window)
    start = open->start.count(), end = open->end.count(), zone = open->zone, days = open->days;
  if (rules.co_sign_window) window = rules.co_sign_window->count();
  writer.write_one(statement, policy.id, policy.project, policy.name, policy.description, rules.time_window_enabled,
                   start, end, zone, days, rules.ip_allowlist_enabled, to_lines(rules.networks),
                   rules.rate_cap_enabled, rules.max_reads_per_day, rules.max_reads_per_minute, rules.co_sign_enabled,
                   rules.co_sign_machine, window, rules.expires_at, rules.max_reads, rules.rotate_after_reads,
                   policy.created_at, policy.updated_at, rules.sealed_enabled);
}

}  // namespace

void SqlitePolicyWrites::insert_policy(const Policy& policy) { write_policy(writer_, kInsertPolicy, policy); }
void SqlitePolicyWrites::update_policy(const Policy& policy) { write_policy(writer_, kUpdatePolicy, policy); }
void SqlitePolicyWrites::delete_policy(const PolicyId& id) { writer_.write_one(kDeletePolicy, id); }

void SqlitePolicyWrites::bind(const SecretId& secret, const std::optional<PolicyId>& policy) {
  writer_.write_one(kBind, secret, policy);
  writer_.write(kDeleteCounts, secret);
  writer_.write(kDeleteCoSignatures, secret);
}

void SqlitePolicyWrites::put_counts(const SecretId& secret, const PolicyCounts& counts) {
  writer_.write_one(kPutCounts, secret, counts.minute, counts.in_minute, counts.day, counts.in_day, counts.reads,
                    counts.since_rotation);
}

void SqlitePolicyWrites::put_co_signature(const SecretId& secret, const MachineId& machine, Instant at) {
  writer_.write_one(kPutCoSignature, secret, machine, at);
}

void SqlitePolicyWrites::delete_co_signature(const SecretId& secret, const MachineId& machine) {
  writer_.write_one(kDeleteCoSignature, secret, machine);
}

}  // namespace signet::store
