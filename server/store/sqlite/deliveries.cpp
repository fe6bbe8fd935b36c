// SPDX-License-Identifier: Apache-2.0
#include "sqlite/deliveries.hpp"

namespace signet::store {
namespace {

constexpr auto kFind = remembered_sql("SELECT version FROM deliveries WHERE machine_id = ?1 AND secret_id = ?2");
// A grant cannot outlive its membership.
constexpr auto kFindWatched =
    sql("SELECT s.vault_id, s.version, s.deleted_at IS NOT NULL, g.kind IS NOT NULL, d.version FROM secrets s "
        "LEFT JOIN grants g ON g.secret_id = s.id AND g.machine_id = ?1 "
        "LEFT JOIN deliveries d ON d.secret_id = s.id AND d.machine_id = ?1 WHERE s.id = ?2");
constexpr auto kPut =
    sql("INSERT INTO deliveries (machine_id, secret_id, version) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (machine_id, secret_id) DO UPDATE SET version = excluded.version");
constexpr auto kPutBack =
    sql("UPDATE deliveries SET version = ?4 WHERE machine_id = ?1 AND secret_id = ?2 AND version = ?3");
constexpr auto kForget = sql("DELETE FROM deliveries WHERE machine_id = ?1 AND secret_id = ?2 AND version = ?3");

}  // namespace

std::optional<std::uint64_t> SqliteDeliveryReads::find_delivered(const MachineId& machine, const SecretId& secret) {
  Query row(db_, kFind, machine, secret);
  if (!row.step()) return std::nullopt;
  return static_cast<std::uint64_t>(row.integer(0));
}

std::optional<Watched> SqliteDeliveryReads::find_watched(const MachineId& machine, const SecretId& secret) {
  Query row(db_, kFindWatched, machine, secret);
  if (!row.step()) return std::nullopt;
  Watched watched{.vault = row.id<VaultId>(0),
                  .version = static_cast<std::uint64_t>(row.integer(1)),
                  .deleted = row.boolean(2),
                  .granted = row.boolean(3),
                  .delivered = std::nullopt};
  if (!row.is_null(4)) watched.delivered = static_cast<std::uint64_t>(row.integer(4));
  return watched;
}

void SqliteDeliveryWrites::put_delivered(const MachineId& machine, const SecretId& secret, std::uint64_t version) {
  writer_.write_one(kPut, machine, secret, version);
}

void SqliteDeliveryWrites::take_back(const Delivery& lost) {
  if (lost.before) {
    writer_.write(kPutBack, lost.machine, lost.secret, lost.version, *lost.before);
  } else {
    writer_.write(kForget, lost.machine, lost.secret, lost.version);
  }
}

}  // namespace signet::store
