// SPDX-License-Identifier: Apache-2.0
#include "sqlite/restores.hpp"

#include "sqlite/audit_heads.hpp"
#include "sqlite/paging.hpp"

#include <algorithm>

namespace signet::store {
namespace {

constexpr auto kIsHeld = sql("SELECT 1 FROM held_identities WHERE identity = ?1");
constexpr auto kListHeld = sql("SELECT seq, identity FROM held_identities WHERE seq > ?1 ORDER BY seq LIMIT ?2");
constexpr auto kNewestNonce = sql("SELECT coalesce(max(newest), 0) FROM spent_nonces");

constexpr auto kRaiseFloor = sql("UPDATE installation SET nonce_floor = max(nonce_floor, ?1)");
constexpr auto kDeleteTokens = sql("DELETE FROM enrolment_tokens");
constexpr auto kDeleteLinks = sql("DELETE FROM one_time_links");
constexpr auto kDeleteIssuerKeys = sql("DELETE FROM issuer_keys");
constexpr auto kHandOutPackages =
    sql("INSERT INTO key_package_handouts (machine_id, fingerprint, taken_by, taken_at) "
        "SELECT machine_id, fingerprint, 'restore', ?1 FROM key_packages WHERE true ON CONFLICT DO NOTHING");
constexpr auto kDeleteCoSignatures = sql("DELETE FROM co_signatures");
constexpr auto kDeletePackages = sql("DELETE FROM key_packages");
constexpr auto kDropKeptPackages = sql("UPDATE key_package_handouts SET package = NULL WHERE package IS NOT NULL");
constexpr auto kHoldMachines =
    sql("INSERT INTO held_identities (identity) SELECT id FROM machines WHERE enabled = 1 ORDER BY seq");
constexpr auto kDisableMachines = sql("UPDATE machines SET enabled = 0 WHERE enabled = 1");
constexpr auto kHoldOperators =
    sql("INSERT INTO held_identities (identity) SELECT id FROM operators WHERE root = 0 ORDER BY seq "
        "ON CONFLICT DO NOTHING");
constexpr auto kHoldRoots =
    sql("INSERT INTO held_identities (identity) SELECT id FROM operators WHERE root = 1 AND id <> ?1 ORDER BY seq "
        "ON CONFLICT DO NOTHING");
constexpr auto kEnableMachine = sql("UPDATE machines SET enabled = 1 WHERE id = ?1");
constexpr auto kRelease = sql("DELETE FROM held_identities WHERE identity = ?1");

}  // namespace

bool SqliteRestoreReads::is_held(const std::string& identity) { return Query(db_, kIsHeld, identity).step(); }

Page<HeldIdentity> SqliteRestoreReads::list_held(const PageRequest& page) {
  Query rows(db_, kListHeld, page.cursor, rows_asked(page));
  return read_page<HeldIdentity>(rows, page, 0,
                                 [](const Query& row) { return HeldIdentity{row.integer(0), row.text(1)}; });
}

std::int64_t SqliteRestoreReads::newest_timestamp() {
  constexpr std::int64_t kMillis = 1'000;
  Query nonce(db_, kNewestNonce);
  nonce.step();
  auto newest = nonce.integer(0);
  for (const auto& head : read_audit_heads(db_)) newest = std::max(newest, to_millis(head.at) / kMillis);
  return newest;
}

void SqliteRestoreWrites::raise_nonce_floor(std::int64_t timestamp) { writer_.write_one(kRaiseFloor, timestamp); }

Withdrawn SqliteRestoreWrites::withdraw_handouts(Instant now) {
  Withdrawn withdrawn{};
  withdrawn.enrolment_tokens = writer_.write(kDeleteTokens);
  withdrawn.one_time_links = writer_.write(kDeleteLinks);
  writer_.write(kDeleteCoSignatures);  // each is good for one read
  writer_.write(kDeleteIssuerKeys);
  writer_.write(kHandOutPackages, now);
  withdrawn.key_packages = writer_.write(kDeletePackages);
  writer_.write(kDropKeptPackages);
  return withdrawn;
}

std::int64_t SqliteRestoreWrites::hold_all_but_root() {
  const auto machines = writer_.write(kHoldMachines);
  writer_.write(kDisableMachines);
  return machines + writer_.write(kHoldOperators);
}

std::int64_t SqliteRestoreWrites::hold_roots_but(const OperatorId& id) {
  writer_.write(kRelease, id);
  return writer_.write(kHoldRoots, id);
}

void SqliteRestoreWrites::release(const std::string& identity) {
  if (writer_.write(kEnableMachine, identity) == 0) writer_.write_one(kRelease, identity);
}

}  // namespace signet::store
