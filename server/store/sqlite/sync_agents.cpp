// SPDX-License-Identifier: Apache-2.0
#include "sqlite/sync_agents.hpp"

namespace signet::store {
namespace {

constexpr char kColumns[] =
    "secret_id, provider, host, port, database_name, project_reference, managed_username, poll_seconds, revision, "
    "admin, admin_wrapped_key, rotations, rotation_id, rotation_at, pending, pending_wrapped_key, confirmed_id, "
    "last_error, last_error_at, healthy, heartbeat_at";
constexpr auto kFind = sql("SELECT ", kColumns, " FROM sync_agents WHERE secret_id = ?1");
constexpr auto kPut =
    sql("INSERT OR REPLACE INTO sync_agents (", kColumns,
        ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)");
constexpr auto kRemove = sql("DELETE FROM sync_agents WHERE secret_id = ?1");

std::optional<std::string> maybe_text(const Query& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.text(column);
}

std::optional<PendingValue> read_pending(const Query& row) {
  if (row.is_null(12)) return std::nullopt;
  return PendingValue{.id = row.id<RotationId>(12),
                      .started_at = row.instant(13),
                      .value = row.blob(14),
                      .wrapped_key = row.blob(15)};
}

}  // namespace

std::optional<SyncAgent> SqliteSyncAgentReads::find(const SecretId& secret) {
  Query row(db_, kFind, secret);
  if (!row.step()) return std::nullopt;
  SyncAgent agent{.secret = row.id<SecretId>(0),
                  .settings = {.provider = row.text(1),
                               .host = row.text(2),
                               .port = static_cast<std::uint16_t>(row.integer(3)),
                               .database = row.text(4),
                               .project_reference = maybe_text(row, 5),
                               .managed_username = row.text(6),
                               .poll_seconds = static_cast<std::uint32_t>(row.integer(7))},
                  .revision = static_cast<std::uint64_t>(row.integer(8)),
                  .admin = row.blob(9),
                  .admin_wrapped_key = row.blob(10),
                  .rotations = static_cast<std::uint64_t>(row.integer(11)),
                  .pending = read_pending(row),
                  .last_error = row.text(17),
                  .last_error_at = row.maybe_instant(18),
                  .healthy = row.boolean(19),
                  .heartbeat_at = row.maybe_instant(20)};
  if (!row.is_null(16)) agent.confirmed = row.id<RotationId>(16);
  return agent;
}

void SqliteSyncAgentWrites::put(const SyncAgent& agent) {
  std::optional<RotationId> id;
  std::optional<Instant> at;
  std::optional<Bytes> value, key;
  if (agent.pending) {
    id = agent.pending->id;
    at = agent.pending->started_at;
    value = agent.pending->value;
    key = agent.pending->wrapped_key;
  }
  const auto& settings = agent.settings;
  writer_.write_one(kPut, agent.secret, settings.provider, settings.host, settings.port, settings.database,
                    settings.project_reference, settings.managed_username, settings.poll_seconds, agent.revision,
                    agent.admin, agent.admin_wrapped_key, agent.rotations, id, at, value, key, agent.confirmed,
                    agent.last_error, agent.last_error_at, agent.healthy, agent.heartbeat_at);
}

void SqliteSyncAgentWrites::remove(const SecretId& secret) { writer_.write_one(kRemove, secret); }

}  // namespace signet::store
