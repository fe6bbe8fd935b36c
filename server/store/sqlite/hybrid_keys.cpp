// SPDX-License-Identifier: Apache-2.0
// The part of the key directory that may be read again and again.
#include "sqlite/key_directory.hpp"
#include "sqlite/rows.hpp"

namespace signet::store {
namespace {

constexpr auto kFind =
    sql("SELECT machine_id, epoch, public_key, fingerprint, proof, signer_algorithm, signer_key, created_at, "
        "sealed_only FROM hybrid_keys WHERE machine_id = ?1");
constexpr auto kWasPublished = sql("SELECT 1 FROM hybrid_key_fingerprints WHERE fingerprint = ?1");
constexpr auto kCount =
    sql("SELECT count(*) FROM hybrid_key_fingerprints WHERE machine_id = ?1 AND taken_at > ?2");
constexpr auto kPut =
    sql("INSERT INTO hybrid_keys (machine_id, epoch, public_key, fingerprint, proof, signer_algorithm, signer_key, "
        "created_at, sealed_only) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (machine_id) DO UPDATE SET "
        "epoch = excluded.epoch, public_key = excluded.public_key, fingerprint = excluded.fingerprint, "
        "proof = excluded.proof, signer_algorithm = excluded.signer_algorithm, signer_key = excluded.signer_key, "
        "created_at = excluded.created_at, sealed_only = excluded.sealed_only");
constexpr auto kSetSealedOnly = sql("UPDATE hybrid_keys SET sealed_only = ?2 WHERE machine_id = ?1");
constexpr auto kTakesSealedOnly = remembered_sql("SELECT 1 FROM hybrid_keys WHERE machine_id = ?1 AND sealed_only = 1");
constexpr auto kTake =
    sql("INSERT INTO hybrid_key_fingerprints (fingerprint, machine_id, epoch, taken_at) VALUES (?1, ?2, ?3, ?4)");

}  // namespace

std::optional<HybridKey> SqliteKeyDirectoryReads::find_hybrid_key(const MachineId& machine) {
  Query row(db_, kFind, machine);
  if (!row.step()) return std::nullopt;
  return HybridKey{.machine = row.id<MachineId>(0),
                   .epoch = static_cast<std::uint64_t>(row.integer(1)),
                   .public_key = row.blob(2),
                   .fingerprint = row.digest(3),
                   .proof = row.blob(4),
                   .signer_algorithm = read_algorithm(row, 5),
                   .signer_key = row.blob(6),
                   .created_at = row.instant(7),
                   .sealed_only = row.boolean(8)};
}

bool SqliteKeyDirectoryReads::takes_sealed_only(const MachineId& machine) {
  return Query(db_, kTakesSealedOnly, machine).step();
}

bool SqliteKeyDirectoryReads::was_hybrid_key_published(ByteView fingerprint) {
  return Query(db_, kWasPublished, fingerprint).step();
}

std::uint64_t SqliteKeyDirectoryReads::count_hybrid_keys(const MachineId& machine, Instant since) {
  Query row(db_, kCount, machine, since);
  row.step();
  return static_cast<std::uint64_t>(row.integer(0));
}

void SqliteKeyDirectoryWrites::put_hybrid_key(const HybridKey& key) {
  writer_.write_one(kTake, key.fingerprint, key.machine, key.epoch, key.created_at);
  writer_.write_one(kPut, key.machine, key.epoch, key.public_key, key.fingerprint, key.proof,
                    static_cast<int>(key.signer_algorithm), key.signer_key, key.created_at, key.sealed_only);
}

void SqliteKeyDirectoryWrites::set_sealed_only(const MachineId& machine, bool sealed_only) {
  writer_.write_one(kSetSealedOnly, machine, sealed_only);
}

}  // namespace signet::store
