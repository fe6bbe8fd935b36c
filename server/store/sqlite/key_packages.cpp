// SPDX-License-Identifier: Apache-2.0
// The part of the key directory that is used up.
#include "sqlite/key_directory.hpp"

namespace signet::store {
namespace {

constexpr auto kMeasure =
    sql("SELECT count(*), coalesce(sum(length(package)), 0) FROM key_packages WHERE machine_id = ?1");
constexpr auto kIsQueued = sql("SELECT 1 FROM key_packages WHERE machine_id = ?1 AND fingerprint = ?2");
constexpr auto kIsHandedOut = sql("SELECT 1 FROM key_package_handouts WHERE machine_id = ?1 AND fingerprint = ?2");
constexpr auto kFindHandout =
    sql("SELECT machine_id, fingerprint, taken_by, taken_at, request_id, package FROM key_package_handouts "
        "WHERE taken_by = ?1 AND request_id = ?2");
constexpr auto kCountHandouts = sql("SELECT count(*) FROM key_package_handouts WHERE taken_by = ?1 AND taken_at > ?2");
constexpr auto kInsert =
    sql("INSERT INTO key_packages (machine_id, fingerprint, package, created_at) VALUES (?1, ?2, ?3, ?4)");
constexpr auto kTake = sql(
    "DELETE FROM key_packages WHERE seq = (SELECT seq FROM key_packages WHERE machine_id = ?1 ORDER BY seq LIMIT 1) "
    "RETURNING fingerprint, package");
constexpr auto kInsertHandout =
    sql("INSERT INTO key_package_handouts (machine_id, fingerprint, taken_by, taken_at, request_id, package) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
constexpr auto kDropKept =
    sql("UPDATE key_package_handouts SET package = NULL WHERE package IS NOT NULL AND taken_at < ?1");

}  // namespace

KeyPackageQueue SqliteKeyDirectoryReads::measure_packages(const MachineId& owner) {
  Query row(db_, kMeasure, owner);
  row.step();
  return {static_cast<std::uint64_t>(row.integer(0)), static_cast<std::uint64_t>(row.integer(1))};
}

bool SqliteKeyDirectoryReads::is_package_queued(const MachineId& owner, ByteView fingerprint) {
  return Query(db_, kIsQueued, owner, fingerprint).step();
}

bool SqliteKeyDirectoryReads::is_package_handed_out(const MachineId& owner, ByteView fingerprint) {
  return Query(db_, kIsHandedOut, owner, fingerprint).step();
}

std::optional<KeyPackageHandout> SqliteKeyDirectoryReads::find_handout(const std::string& taken_by,
                                                                       const std::string& request_id) {
  Query row(db_, kFindHandout, taken_by, request_id);
  if (!row.step()) return std::nullopt;
  KeyPackageHandout handout{.owner = row.id<MachineId>(0),
                            .fingerprint = row.digest(1),
                            .taken_by = row.text(2),
                            .taken_at = row.instant(3),
                            .request_id = row.text(4)};
  if (!row.is_null(5)) handout.package = row.blob(5);
  return handout;
}

std::uint64_t SqliteKeyDirectoryReads::count_handouts(const std::string& taken_by, Instant since) {
  Query row(db_, kCountHandouts, taken_by, since);
  row.step();
  return static_cast<std::uint64_t>(row.integer(0));
}

void SqliteKeyDirectoryWrites::insert_package(const MachineId& owner, const KeyPackage& package, Instant at) {
  writer_.write_one(kInsert, owner, package.fingerprint, package.bytes, at);
}

std::optional<KeyPackage> SqliteKeyDirectoryWrites::take_package(const MachineId& owner) {
  writer_.require_intact();
  Query row(db_, kTake, owner);
  if (!row.step()) return std::nullopt;
  KeyPackage taken{row.digest(0), row.blob(1)};
  row.run();  // to its end, or it deletes nothing
  return taken;
}

void SqliteKeyDirectoryWrites::insert_handout(const KeyPackageHandout& handout) {
  writer_.write_one(kInsertHandout, handout.owner, handout.fingerprint, handout.taken_by, handout.taken_at,
                    handout.request_id, handout.package);
}

void SqliteKeyDirectoryWrites::drop_kept_packages(Instant before) { writer_.write(kDropKept, before); }

}  // namespace signet::store
