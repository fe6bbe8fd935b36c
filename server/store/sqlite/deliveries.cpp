// SPDX-License-Identifier: Apache-2.0
#include "sqlite/deliveries.hpp"

namespace signet::store {
namespace {

constexpr auto kFind = sql("SELECT version FROM deliveries WHERE machine_id = ?1 AND secret_id = ?2");
constexpr auto kPut =
    sql("INSERT INTO deliveries (machine_id, secret_id, version) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (machine_id, secret_id) DO UPDATE SET version = excluded.version");

}  // namespace

std::optional<std::uint64_t> SqliteDeliveryReads::find_delivered(const MachineId& machine, const SecretId& secret) {
  Query row(db_, kFind, machine, secret);
  if (!row.step()) return std::nullopt;
  return static_cast<std::uint64_t>(row.integer(0));
}

void SqliteDeliveryWrites::put_delivered(const MachineId& machine, const SecretId& secret, std::uint64_t version) {
  writer_.write_one(kPut, machine, secret, version);
}

}  // namespace signet::store
