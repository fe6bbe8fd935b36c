// SPDX-License-Identifier: Apache-2.0
#include "sqlite/activity.hpp"

#include "sqlite/rows.hpp"

namespace signet::store {
namespace {

constexpr auto kReadsOfVault =
    sql("SELECT hour, sum(reads) FROM reads_by_hour WHERE vault_id = ?1 AND hour >= ?2 AND hour < ?3 "
        "GROUP BY hour ORDER BY hour");
constexpr auto kReadsOfMachine =
    sql("SELECT hour, reads FROM reads_by_hour WHERE vault_id = ?1 AND hour >= ?2 AND hour < ?3 AND machine_id = ?4 "
        "ORDER BY hour");
constexpr auto kCountReads =
    sql("SELECT coalesce(sum(reads), 0) FROM reads_by_hour WHERE machine_id = ?1 AND hour >= ?2");
constexpr auto kAddReads =
    sql("INSERT INTO reads_by_hour (machine_id, hour, vault_id, reads) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (machine_id, hour) DO UPDATE SET reads = reads + excluded.reads");
constexpr auto kForgetReads =
    sql("DELETE FROM reads_by_hour WHERE (machine_id, hour) IN "
        "(SELECT machine_id, hour FROM reads_by_hour WHERE hour < ?1 ORDER BY hour LIMIT 20000)");

constexpr auto kFindAnyMachine =
    found_sql("SELECT ", kMachineColumns, " FROM machines m ORDER BY m.seq LIMIT 1");
constexpr auto kIsKnown = sql("SELECT 1 FROM machines WHERE id = ?1");
constexpr auto kIsGone = sql("SELECT 1 FROM gone_machines WHERE id = ?1");
constexpr auto kDateGone = sql("UPDATE gone_machines SET at = ?1 WHERE at IS NULL");
constexpr auto kForgetGone =
    sql("DELETE FROM gone_machines WHERE id IN (SELECT id FROM gone_machines WHERE at < ?1 ORDER BY at LIMIT 20000)");

std::int64_t column(Hour hour) { return hour.time_since_epoch().count(); }

std::vector<ReadsInHour> read_hours(Query rows) {
  std::vector<ReadsInHour> hours;
  while (rows.step()) hours.push_back({Hour(std::chrono::hours(rows.integer(0))), rows.integer(1)});
  return hours;
}

}  // namespace

std::vector<ReadsInHour> SqliteActivityReads::reads_by_hour(const VaultId& vault,
                                                            const std::optional<MachineId>& machine, Instant from,
                                                            Instant to) {
  const auto first = column(hour_of(from)), end = column(hour_of(to));
  if (machine) return read_hours(Query(db_, kReadsOfMachine, vault, first, end, *machine));
  return read_hours(Query(db_, kReadsOfVault, vault, first, end));
}

std::int64_t SqliteActivityReads::count_reads(const MachineId& machine, Instant from) {
  Query row(db_, kCountReads, machine, column(hour_of(from)));
  row.step();
  return row.integer(0);
}

std::optional<Machine> SqliteActivityReads::find_any_machine() {
  Query row(db_, kFindAnyMachine);
  if (!row.step()) return std::nullopt;
  return read_machine(row);
}

bool SqliteActivityReads::is_known(const MachineId& machine) { return Query(db_, kIsKnown, machine).step(); }

bool SqliteActivityReads::is_gone(const MachineId& machine) { return Query(db_, kIsGone, machine).step(); }

void SqliteActivityWrites::add_reads(const MachineReads& more) {
  writer_.write_in_passing(kAddReads, more.machine, column(more.hour), more.vault, more.reads);
}

void SqliteActivityWrites::forget_reads(Instant before) { writer_.write(kForgetReads, column(hour_of(before))); }

void SqliteActivityWrites::forget_gone(Instant now, Instant before) {
  writer_.write(kDateGone, now);
  writer_.write(kForgetGone, before);
}

}  // namespace signet::store
