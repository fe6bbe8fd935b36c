// SPDX-License-Identifier: Apache-2.0
#include "decode.hpp"

namespace signet::client {

Vault read_vault(ObjectReader& object) {
  return {.vault_id = object.text("vaultId"),
          .name = object.text("name"),
          .status = object.word("status", parse_vault_status),
          .created_at = object.time("createdAt")};
}

namespace {

VaultRole read_vault_role(ObjectReader& object) {
  return {.vault_id = object.text("vaultId"),
          .vault_name = object.text("vaultName"),
          .role = object.word("role", parse_role)};
}

}  // namespace

Myself read_myself(ObjectReader& object) {
  return {.installation_id = object.text("installationId"),
          .operator_id = object.text("operatorId"),
          .operator_name = object.text("operatorName"),
          .root = object.flag("root"),
          .roles = object.items("roles", read_vault_role)};
}

Project read_project(ObjectReader& object) {
  return {.project_id = object.text("projectId"),
          .name = object.text("name"),
          .application_id = object.text_or_none("applicationId"),
          .created_at = object.time("createdAt"),
          .frozen_at = object.time_or_none("frozenAt")};
}

Application read_application(ObjectReader& object) {
  return {.application_id = object.text("applicationId"),
          .name = object.text("name"),
          .projects = object.items("projects", read_project),
          .created_at = object.time("createdAt")};
}

Membership read_membership(ObjectReader& object) {
  return {.project_id = object.text("projectId"), .machine_id = object.text("machineId")};
}

Secret read_secret(ObjectReader& object) {
  return {.secret_id = object.text("secretId"),
          .project_id = object.text("projectId"),
          .name = object.text("name"),
          .kind = object.word("kind", parse_secret_kind),
          .field_names = object.texts_or_none("fieldNames"),
          .version = object.number("version"),
          .created_at = object.time("createdAt"),
          .updated_at = object.time("updatedAt")};
}

Grant read_grant(ObjectReader& object) {
  return {.machine_id = object.text("machineId"),
          .machine_name = object.text("machineName"),
          .secret_id = object.text("secretId"),
          .kind = object.word("kind", parse_grant_kind),
          .created_at = object.time("createdAt")};
}

Machine read_machine(ObjectReader& object) {
  return {.machine_id = object.text("machineId"),
          .name = object.text("name"),
          .hostname = object.text("hostname"),
          .state = object.word("state", parse_machine_state),
          .algorithm = object.text("algorithm"),
          .fingerprint = object.text("fingerprint"),
          .key_epoch = object.number("keyEpoch"),
          .created_at = object.time("createdAt"),
          .expires_at = object.time_or_none("expiresAt"),
          .last_seen_at = object.time_or_none("lastSeenAt"),
          .last_seen_ip = object.text_or_none("lastSeenIp"),
          .secrets_granted = object.number("secretsGranted"),
          .kind = object.text("kind"),
          .reads_last_day = object.number("readsLastDay")};
}

Operator read_operator(ObjectReader& object) {
  Operator found{.operator_id = object.text("operatorId"),
                 .name = object.text("name"),
                 .root = object.flag("root"),
                 .algorithm = object.text("algorithm"),
                 .fingerprint = object.text("fingerprint"),
                 .created_at = object.time("createdAt"),
                 .last_seen_at = object.time_or_none("lastSeenAt"),
                 .last_seen_ip = object.text_or_none("lastSeenIp")};
  if (object.text_or_none("role")) found.role = object.word("role", parse_role);
  return found;
}

Lockout read_lockout(ObjectReader& object) {
  return {.scope = object.word("scope", parse_lockout_scope),
          .subject = object.text("subject"),
          .failures = object.number("failures"),
          .locked_until = object.time_or_none("lockedUntil")};
}

Held read_held(ObjectReader& object) {
  return {.kind = object.text("kind"),
          .id = object.text("id"),
          .name = object.text("name"),
          .vault_id = object.text_or_none("vaultId"),
          .algorithm = object.text("algorithm"),
          .fingerprint = object.text("fingerprint"),
          .key_created_at = object.time("keyCreatedAt"),
          .last_seen_at = object.time_or_none("lastSeenAt"),
          .last_seen_ip = object.text_or_none("lastSeenIp")};
}

KeySlot read_key_slot(ObjectReader& object) {
  return {.slot_id = object.text("slotId"),
          .kind = object.text("kind"),
          .created_at = object.time("createdAt"),
          .threshold = object.number_or_none("threshold"),
          .shares = object.number_or_none("shares"),
          .held = object.number_or_none("held")};
}

SealState read_seal_state(ObjectReader& object) {
  return {.sealed = object.flag("sealed"), .held = object.number("held"), .needed = object.number("needed")};
}

WrappingKeyRotation read_key_rotation(ObjectReader& object) {
  return {.project_id = object.text_or_none("projectId"),
          .vault_id = object.text_or_none("vaultId"),
          .key = object.text("key"),
          .total = object.number("total"),
          .remaining = object.number("remaining"),
          .started_at = object.time("startedAt")};
}

AuditRecord read_audit_record(ObjectReader& object) {
  return {.seq = object.number("seq"),
          .log = object.text("log"),
          .at = object.time("at"),
          .action = object.text("action"),
          .severity = object.text("severity"),
          .actor_kind = object.text("actorKind"),
          .actor_id = object.text_or_none("actorId"),
          .machine_id = object.text_or_none("machineId"),
          .secret_id = object.text_or_none("secretId"),
          .source_ip = object.text_or_none("sourceIp"),
          .detail = object.text_or_none("detail"),
          .proof = object.text_or_none("proof")};
}

}  // namespace signet::client
