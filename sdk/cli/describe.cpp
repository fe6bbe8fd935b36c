// SPDX-License-Identifier: Apache-2.0
#include "describe.hpp"

namespace signet::cli {

using namespace client;

Record describe(const Vault& vault) {
  return {text("vaultId", vault.vault_id), text("name", vault.name), text("status", name_of(vault.status)),
          time("createdAt", vault.created_at)};
}

Record describe(const VaultRole& role) {
  return {text("vaultId", role.vault_id), text("vaultName", role.vault_name), text("role", name_of(role.role))};
}

Record describe(const Project& project) {
  return {text("projectId", project.project_id), text("name", project.name),
          text_or_none("applicationId", project.application_id), time("createdAt", project.created_at),
          time("frozenAt", project.frozen_at)};
}

Record describe(const Application& application) {
  std::vector<Record> projects;
  for (const auto& project : application.projects) projects.push_back(describe(project));
  return {text("applicationId", application.application_id), text("name", application.name),
          records("projects", projects), time("createdAt", application.created_at)};
}

Record describe(const Membership& membership) {
  return {text("projectId", membership.project_id), text("machineId", membership.machine_id)};
}

Record describe(const Secret& secret) {
  return {text("secretId", secret.secret_id),
          text("name", secret.name),
          text("kind", name_of(secret.kind)),
          number("version", secret.version),
          texts("fieldNames", secret.field_names),
          time("updatedAt", secret.updated_at),
          detail(text("projectId", secret.project_id)),
          detail(time("createdAt", secret.created_at))};
}

Record describe(const SecretVersion& version) {
  return {number("version", version.version),        flag("current", version.current),
          text("origin", version.origin),            texts("fieldNames", version.field_names),
          time("createdAt", version.created_at),     text("createdBy", version.created_by),
          detail(text("secretId", version.secret_id))};
}

Record describe(const SecretNote& note) {
  Record record{text("secretId", note.secret_id), text("note", note.text ? note.text->expose_text() : ""),
                time("updatedAt", note.updated_at), text_or_none("updatedBy", note.updated_by)};
  if (!note.text) record[1].value = nullptr;
  return record;
}

Record describe(const TrashedSecret& trashed) {
  auto record = describe(trashed.secret);
  record.push_back(time("deletedAt", trashed.deleted_at));
  record.push_back(time("purgeAt", trashed.purge_at));
  return record;
}

Record describe(const Purge& purge) {
  auto record = describe(purge.of);
  record.push_back(number("versions", purge.versions));
  record.push_back(flag("hasNote", purge.has_note));
  record.push_back(flag("purged", purge.purged));
  return record;
}

Record describe(const Rotation& rotation) {
  return {text("secretId", rotation.secret_id),   number_or_none("intervalSeconds", rotation.interval_seconds),
          text("charset", rotation.charset),      number_or_none("length", rotation.length),
          texts("fields", rotation.fields),       time("nextAt", rotation.next_at),
          time("lastAt", rotation.last_at),       time("updatedAt", rotation.updated_at)};
}

Record describe(const ImportRow& row) {
  return {number_or_none("line", row.line), text_or_none("name", row.name), text("outcome", row.outcome),
          text_or_none("reason", row.reason)};
}

Record describe(const ExportSetting& settings) { return {flag("exportAllowed", settings.export_allowed)}; }

Record describe(const SecretItem& item) {
  return {text("id", item.id), text("name", item.name), texts("fieldNames", item.field_names),
          text("projectId", item.project_id)};
}

Record describe(const Grant& grant) {
  return {text("machineId", grant.machine_id), text("machineName", grant.machine_name),
          text("kind", name_of(grant.kind)), time("createdAt", grant.created_at),
          detail(text("secretId", grant.secret_id))};
}

Record describe(const Machine& machine) {
  return {text("machineId", machine.machine_id),
          text("name", machine.name),
          text("kind", machine.kind),
          text("state", name_of(machine.state)),
          text("algorithm", machine.algorithm),
          detail(text("fingerprint", machine.fingerprint)),
          text("hostname", machine.hostname),
          time("lastSeenAt", machine.last_seen_at),
          detail(text_or_none("lastSeenIp", machine.last_seen_ip)),
          number("secretsGranted", machine.secrets_granted),
          number("readsLastDay", machine.reads_last_day),
          detail(number("keyEpoch", machine.key_epoch)),
          detail(time("createdAt", machine.created_at)),
          time("expiresAt", machine.expires_at)};
}

Record describe(const EnrolmentToken& token) {
  return {text("tokenId", token.token_id),
          text("kind", name_of(token.kind)),
          text_or_none("name", token.name),
          text("state", token.state),
          number("uses", token.uses),
          number("usesLeft", token.uses_left),
          time("expiresAt", token.expires_at),
          detail(time("createdAt", token.created_at)),
          detail(text("createdBy", token.created_by)),
          detail(text_or_none("description", token.description)),
          detail(flag("revoked", token.revoked)),
          detail(number_or_none("machineLifetimeSeconds", token.machine_life_seconds)),
          detail(texts("projectIds", token.project_ids)),
          detail(texts("secretIds", token.secret_ids)),
          detail(texts("networks", token.networks)),
          detail(text_or_none("hostnamePattern", token.hostname_pattern)),
          detail(text_or_none("nameTemplate", token.name_template))};
}

Record describe(const RevocationEffect& effect) {
  std::vector<Record> projects, grants, co_signs, tokens;
  for (const auto& project : effect.projects)
    projects.push_back({text("projectId", project.project_id), text("name", project.name)});
  for (const auto& grant : effect.grants)
    grants.push_back({text("secretId", grant.secret_id), text("name", grant.name), text("projectId", grant.project_id),
                      text("kind", grant.kind)});
  for (const auto& policy : effect.co_signs)
    co_signs.push_back(
        {text("policyId", policy.policy_id), text("name", policy.name), text("projectId", policy.project_id)});
  for (const auto& token : effect.tokens)
    tokens.push_back({text("tokenId", token.token_id), text_or_none("name", token.name),
                      number("usesLeft", token.uses_left), time("expiresAt", token.expires_at)});
  return {text("machineId", effect.machine_id), text("name", effect.name), records("projects", projects),
          records("grants", grants), records("coSigns", co_signs), records("tokens", tokens)};
}

Record describe(const Operator& who) {
  const auto role = who.role ? std::optional(std::string(name_of(*who.role))) : std::nullopt;
  return {text("operatorId", who.operator_id),
          text("name", who.name),
          text_or_none("role", role),
          flag("root", who.root),
          text("algorithm", who.algorithm),
          detail(text("fingerprint", who.fingerprint)),
          time("lastSeenAt", who.last_seen_at),
          detail(text_or_none("lastSeenIp", who.last_seen_ip)),
          detail(time("createdAt", who.created_at))};
}

Record describe(const Lockout& lockout) {
  return {text("scope", name_of(lockout.scope)), text("subject", lockout.subject), number("failures", lockout.failures),
          time("lockedUntil", lockout.locked_until)};
}

Record describe(const Held& held) {
  return {text("kind", held.kind),
          text("id", held.id),
          text("name", held.name),
          text_or_none("vaultId", held.vault_id),
          text("fingerprint", held.fingerprint),
          time("lastSeenAt", held.last_seen_at),
          detail(text_or_none("lastSeenIp", held.last_seen_ip)),
          detail(text("algorithm", held.algorithm)),
          detail(time("keyCreatedAt", held.key_created_at))};
}

Record describe(const KeySlot& slot) {
  return {text("slotId", slot.slot_id),
          text("kind", slot.kind),
          number_or_none("threshold", slot.threshold),
          number_or_none("shares", slot.shares),
          number_or_none("held", slot.held),
          time("createdAt", slot.created_at)};
}

Record describe(const SealState& state) {
  return {flag("sealed", state.sealed), number("held", state.held), number("needed", state.needed)};
}

Record describe(const WrappingKeyRotation& rotation) {
  return {text_or_none("projectId", rotation.project_id),
          text_or_none("vaultId", rotation.vault_id),
          text("key", rotation.key),
          number("remaining", rotation.remaining),
          number("total", rotation.total),
          time("startedAt", rotation.started_at)};
}

Record describe(const AuditRecord& record) {
  return {time("at", record.at),
          text("action", record.action),
          text("severity", record.severity),
          text("actorKind", record.actor_kind),
          text_or_none("actorId", record.actor_id),
          text_or_none("sourceIp", record.source_ip),
          text_or_none("detail", record.detail),
          detail(text_or_none("machineId", record.machine_id)),
          detail(text_or_none("secretId", record.secret_id)),
          detail(text_or_none("proof", record.proof)),
          detail(number("seq", record.seq)),
          detail(text("log", record.log))};
}

Record describe(const AuditAction& action) {
  return {text("action", action.action), text("severity", action.severity), text("meaning", action.meaning)};
}

Record describe(const Activity& activity) {
  std::vector<Record> counts;
  for (const auto& count : activity.items) counts.push_back({time("at", count.at), number("reads", count.reads)});
  return {time("from", activity.from), time("to", activity.to), text("bucket", client::name_of(activity.bucket)),
          records("items", counts)};
}

}  // namespace signet::cli
