// SPDX-License-Identifier: Apache-2.0
#include "render.hpp"

#include "signet/schema/encoding.hpp"

namespace signet::api {
namespace {

Json time(Instant at) { return to_millis(at); }
Json time(const std::optional<Instant>& at) { return at ? Json(to_millis(*at)) : Json(nullptr); }

std::string_view state_of(const Machine& machine) {
  if (!machine.approved) return "pending";
  return machine.enabled ? "approved" : "disabled";
}

void add_last_seen(Json& body, const std::string& identity, store::Snapshot& snapshot) {
  const auto seen = snapshot.find_last_seen(identity);
  body["lastSeenAt"] = seen ? time(seen->at) : Json(nullptr);
  body["lastSeenIp"] = seen ? json_text(seen->address) : Json(nullptr);
}

}  // namespace

Json render(const Vault& vault) {
  return {{"vaultId", json_text(vault.id.str())},
          {"name", json_text(vault.name)},
          {"status", json_text(vault.active ? "active" : "suspended")},
          {"createdAt", time(vault.created_at)}};
}

Json render(const Project& project) {
  return {{"projectId", json_text(project.id.str())},
          {"name", json_text(project.name)},
          {"createdAt", time(project.created_at)}};
}

Json render(const Secret& secret) {
  Json names = nullptr;
  if (!secret.field_names.empty()) {
    names = Json::array();
    for (const auto& name : secret.field_names) names.push_back(json_text(name));
  }
  return {{"secretId", json_text(secret.id.str())},
          {"projectId", json_text(secret.project.str())},
          {"name", json_text(secret.name)},
          {"fieldNames", std::move(names)},
          {"version", secret.version},
          {"createdAt", time(secret.created_at)},
          {"updatedAt", time(secret.updated_at)}};
}

Json render(const Grant& grant) {
  return {{"machineId", json_text(grant.machine.str())},
          {"machineName", json_text(grant.machine_name)},
          {"secretId", json_text(grant.secret.str())},
          {"kind", json_text(grant.kind == GrantKind::read ? "read" : "agent")},
          {"createdAt", time(grant.created_at)}};
}

Json render(const EnrolmentToken& token) {
  return {{"tokenId", json_text(token.id.str())},
          {"createdAt", time(token.created_at)},
          {"expiresAt", time(token.expires_at)},
          {"usesLeft", token.uses_left},
          {"revoked", token.revoked}};
}

Json render(const Machine& machine, store::Snapshot& snapshot) {
  Json body{{"machineId", json_text(machine.id.str())},
            {"name", json_text(machine.name)},
            {"hostname", json_text(machine.hostname)},
            {"state", json_text(state_of(machine))},
            {"algorithm", json_text(info(machine.key.algorithm).name)},
            {"fingerprint", json_text(to_hex(machine.key.fingerprint))},
            {"keyEpoch", machine.key.epoch},
            {"createdAt", time(machine.created_at)},
            {"expiresAt", time(machine.expires_at)},
            {"secretsGranted", snapshot.count_grants(machine.id)}};
  add_last_seen(body, machine.id.str(), snapshot);
  return body;
}

Json render(const Operator& who, std::optional<Role> role, store::Snapshot& snapshot) {
  Json body{{"operatorId", json_text(who.id.str())},
            {"name", json_text(who.name)},
            {"root", who.root},
            {"algorithm", json_text(info(who.key.algorithm).name)},
            {"fingerprint", json_text(to_hex(who.key.fingerprint))},
            {"createdAt", time(who.created_at)}};
  if (role) body["role"] = json_text(name_of(*role));
  add_last_seen(body, who.id.str(), snapshot);
  return body;
}

}  // namespace signet::api
