// SPDX-License-Identifier: Apache-2.0
#include "sqlite/key_rotations.hpp"

#include "sqlite/query.hpp"
#include "sqlite/rows.hpp"

namespace signet::store {
namespace {

constexpr auto kListFormer = sql("SELECT id, wrapped, replaced_at FROM former_root_keys ORDER BY id");
// Below and above: so that an index finds the few that are not equal.
constexpr auto kListOfProjects =
    sql("SELECT p.vault_id, k.project_id, k.generation, k.wrapped, k.root_key_id FROM project_keys k "
        "JOIN projects p ON p.id = k.project_id WHERE k.root_key_id < ?1 OR k.root_key_id > ?1 LIMIT ?2");
constexpr auto kListOfVaults =
    sql("SELECT vault_id, generation, wrapped, root_key_id FROM vault_keys WHERE root_key_id < ?1 OR root_key_id > ?1 "
        "LIMIT ?2");
constexpr auto kCountOfProjects =
    sql("SELECT count(*) FROM project_keys WHERE root_key_id < ?1 OR root_key_id > ?1");
constexpr auto kCountOfVaults = sql("SELECT count(*) FROM vault_keys WHERE root_key_id < ?1 OR root_key_id > ?1");
constexpr auto kCountWrappedBy =
    sql("SELECT (SELECT count(*) FROM project_keys WHERE root_key_id = ?1) + "
        "(SELECT count(*) FROM vault_keys WHERE root_key_id = ?1)");
constexpr auto kListRotations = sql(
    "SELECT r.project_id, p.vault_id, (SELECT max(generation) FROM project_keys k WHERE k.project_id = r.project_id), "
    "r.total, r.started_at FROM project_key_rotations r JOIN projects p ON p.id = r.project_id");
// The generation is in bytes 2 to 5 of a wrapped data key.
constexpr char kDataKeys[] =
    "SELECT 1, v.secret_id, v.version, v.wrapped_key FROM secrets s JOIN secret_versions v ON v.secret_id = s.id "
    "WHERE s.project_id = ?1 AND substr(v.wrapped_key, 2, 4) <> ?2 "
    "UNION ALL SELECT 2, n.secret_id, n.version, n.wrapped_key FROM secrets s JOIN secret_notes n "
    "ON n.secret_id = s.id WHERE s.project_id = ?1 AND substr(n.wrapped_key, 2, 4) <> ?2 "
    "UNION ALL SELECT 3, id, 1, wrapped_key FROM one_time_links WHERE project_id = ?1 "
    "AND substr(wrapped_key, 2, 4) <> ?2 "
    "UNION ALL SELECT 4, a.secret_id, a.revision, a.admin_wrapped_key FROM secrets s JOIN sync_agents a "
    "ON a.secret_id = s.id WHERE s.project_id = ?1 AND substr(a.admin_wrapped_key, 2, 4) <> ?2 "
    "UNION ALL SELECT 5, a.secret_id, a.rotations, a.pending_wrapped_key FROM secrets s JOIN sync_agents a "
    "ON a.secret_id = s.id WHERE s.project_id = ?1 AND a.pending_wrapped_key IS NOT NULL "
    "AND substr(a.pending_wrapped_key, 2, 4) <> ?2";
constexpr auto kListDataKeys = sql(kDataKeys, " LIMIT ?3");
constexpr auto kCountDataKeys = sql("SELECT count(*) FROM (", kDataKeys, ")");

constexpr auto kSetRootKey = sql("UPDATE installation SET root_key_id = ?1");
constexpr auto kInsertFormer = sql("INSERT INTO former_root_keys (id, wrapped, replaced_at) VALUES (?1, ?2, ?3)");
constexpr auto kDeleteFormer = sql("DELETE FROM former_root_keys");
constexpr auto kRewrapOfProject =
    sql("UPDATE project_keys SET wrapped = ?3, root_key_id = ?4 WHERE project_id = ?1 AND generation = ?2");
constexpr auto kRewrapOfVault =
    sql("UPDATE vault_keys SET wrapped = ?3, root_key_id = ?4 WHERE vault_id = ?1 AND generation = ?2");
constexpr auto kInsertGeneration =
    sql("INSERT INTO project_keys (project_id, generation, wrapped, root_key_id) VALUES (?1, ?2, ?3, ?4)");
constexpr auto kDeleteGenerations = sql("DELETE FROM project_keys WHERE project_id = ?1 AND generation < ?2");
constexpr auto kStartRotation =
    sql("INSERT INTO project_key_rotations (project_id, total, started_at) VALUES (?1, ?2, ?3)");
constexpr auto kEndRotation = sql("DELETE FROM project_key_rotations WHERE project_id = ?1");
constexpr auto kRewrapValue =
    sql("UPDATE secret_versions SET wrapped_key = ?3 WHERE secret_id = ?1 AND version = ?2 AND wrapped_key = ?4");
constexpr auto kRewrapNote =
    sql("UPDATE secret_notes SET wrapped_key = ?3 WHERE secret_id = ?1 AND version = ?2 AND wrapped_key = ?4");
constexpr auto kRewrapLink = sql("UPDATE one_time_links SET wrapped_key = ?2 WHERE id = ?1 AND wrapped_key = ?3");
constexpr auto kRewrapSync =
    sql("UPDATE sync_agents SET admin_wrapped_key = ?3 WHERE secret_id = ?1 AND revision = ?2 "
        "AND admin_wrapped_key = ?4");
constexpr auto kRewrapPending =
    sql("UPDATE sync_agents SET pending_wrapped_key = ?3 WHERE secret_id = ?1 AND rotations = ?2 "
        "AND pending_wrapped_key = ?4");

Bytes to_bytes(std::uint32_t generation) {
  Bytes bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(generation >> shift));
  return bytes;
}

}  // namespace

std::vector<FormerRootKey> SqliteKeyRotationReads::list_former_root_keys() {
  std::vector<FormerRootKey> keys;
  for (Query rows(db_, kListFormer); rows.step();) keys.push_back({rows.text(0), rows.blob(1), rows.instant(2)});
  return keys;
}

std::vector<StoredKey> SqliteKeyRotationReads::list_not_wrapped_by(const std::string& root_key_id, std::size_t limit) {
  std::vector<StoredKey> keys;
  for (Query rows(db_, kListOfProjects, root_key_id, limit); rows.step();)
    keys.push_back(
        {rows.id<VaultId>(0), rows.id<ProjectId>(1), {read_generation(rows, 2), rows.blob(3), rows.text(4)}});
  if (keys.size() == limit) return keys;
  for (Query rows(db_, kListOfVaults, root_key_id, limit - keys.size()); rows.step();)
    keys.push_back({read_owner(rows, 0), std::nullopt, {read_generation(rows, 1), rows.blob(2), rows.text(3)}});
  return keys;
}

std::size_t SqliteKeyRotationReads::count_not_wrapped_by(const std::string& root_key_id) {
  Query projects(db_, kCountOfProjects, root_key_id);
  Query vaults(db_, kCountOfVaults, root_key_id);
  projects.step();
  vaults.step();
  return static_cast<std::size_t>(projects.integer(0) + vaults.integer(0));
}

std::size_t SqliteKeyRotationReads::count_wrapped_by(const std::string& root_key_id) {
  Query row(db_, kCountWrappedBy, root_key_id);
  row.step();
  return static_cast<std::size_t>(row.integer(0));
}

std::vector<ProjectKeyRotation> SqliteKeyRotationReads::list_project_rotations() {
  std::vector<ProjectKeyRotation> rotations;
  for (Query rows(db_, kListRotations); rows.step();)
    rotations.push_back({.project = rows.id<ProjectId>(0),
                         .vault = rows.id<VaultId>(1),
                         .generation = read_generation(rows, 2),
                         .total = static_cast<std::size_t>(rows.integer(3)),
                         .started_at = rows.instant(4)});
  return rotations;
}

std::vector<DataKeyPlace> SqliteKeyRotationReads::list_data_keys_but(const ProjectId& project, std::uint32_t generation,
                                                                     std::size_t limit) {
  std::vector<DataKeyPlace> places;
  for (Query rows(db_, kListDataKeys, project, to_bytes(generation), limit); rows.step();)
    places.push_back({static_cast<DataKeyPlace::Kind>(rows.integer(0)), rows.text(1),
                      static_cast<std::uint64_t>(rows.integer(2)), rows.blob(3)});
  return places;
}

std::size_t SqliteKeyRotationReads::count_data_keys_but(const ProjectId& project, std::uint32_t generation) {
  Query row(db_, kCountDataKeys, project, to_bytes(generation));
  row.step();
  return static_cast<std::size_t>(row.integer(0));
}

void SqliteKeyRotationWrites::set_root_key(const std::string& id) { writer_.write_one(kSetRootKey, id); }

void SqliteKeyRotationWrites::insert_former_root_key(const FormerRootKey& key) {
  writer_.write_one(kInsertFormer, key.id, key.wrapped, key.replaced_at);
}

void SqliteKeyRotationWrites::delete_former_root_keys() { writer_.write(kDeleteFormer); }

void SqliteKeyRotationWrites::rewrap_key(const StoredKey& key) {
  if (key.project)
    writer_.write(kRewrapOfProject, *key.project, key.key.generation, key.key.wrapped, key.key.root_key_id);
  else
    writer_.write(kRewrapOfVault, owner_column(key.vault), key.key.generation, key.key.wrapped, key.key.root_key_id);
}

void SqliteKeyRotationWrites::insert_generation(const ProjectId& project, const ProjectKey& key) {
  writer_.write_one(kInsertGeneration, project, key.generation, key.wrapped, key.root_key_id);
}

void SqliteKeyRotationWrites::delete_generations_before(const ProjectId& project, std::uint32_t generation) {
  writer_.write(kDeleteGenerations, project, generation);
}

void SqliteKeyRotationWrites::start_project_rotation(const ProjectId& project, std::size_t total, Instant at) {
  writer_.write_one(kStartRotation, project, total, at);
}

void SqliteKeyRotationWrites::end_project_rotation(const ProjectId& project) {
  writer_.write_one(kEndRotation, project);
}

void SqliteKeyRotationWrites::rewrap_data_key(const DataKeyPlace& place, ByteView wrapped) {
  switch (place.kind) {
    case DataKeyPlace::Kind::value:
      writer_.write(kRewrapValue, place.object, place.version, wrapped, place.wrapped);
      return;
    case DataKeyPlace::Kind::note:
      writer_.write(kRewrapNote, place.object, place.version, wrapped, place.wrapped);
      return;
    case DataKeyPlace::Kind::once: writer_.write(kRewrapLink, place.object, wrapped, place.wrapped); return;
    case DataKeyPlace::Kind::sync:
      writer_.write(kRewrapSync, place.object, place.version, wrapped, place.wrapped);
      return;
    case DataKeyPlace::Kind::pending:
      writer_.write(kRewrapPending, place.object, place.version, wrapped, place.wrapped);
      return;
  }
}

}  // namespace signet::store
