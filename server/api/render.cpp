// SPDX-License-Identifier: Apache-2.0
#include "render.hpp"

#include "signet/schema/encoding.hpp"
#include "store/activity.hpp"
#include "store/applications.hpp"

namespace signet::api {
namespace {

Json time(Instant at) { return to_millis(at); }
Json time(const std::optional<Instant>& at) { return at ? Json(to_millis(*at)) : Json(nullptr); }

Json text(const std::optional<std::string>& value) { return value ? json_text(*value) : Json(nullptr); }

Json texts(const std::vector<std::string>& values) {
  Json array = Json::array();
  for (const auto& value : values) array.push_back(json_text(value));
  return array;
}

template <class Id>
Json ids(const std::vector<Id>& values) {
  Json array = Json::array();
  for (const auto& value : values) array.push_back(json_text(value.str()));
  return array;
}

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
          {"applicationId", project.application ? json_text(project.application->str()) : Json(nullptr)},
          {"createdAt", time(project.created_at)},
          {"frozenAt", time(project.frozen_at)}};
}

Json render(const Application& application, store::Snapshot& snapshot) {
  Json projects = Json::array();
  for (const auto& project : snapshot.applications().projects_of(application.id)) projects.push_back(render(project));
  return {{"applicationId", json_text(application.id.str())},
          {"name", json_text(application.name)},
          {"projects", std::move(projects)},
          {"createdAt", time(application.created_at)}};
}

Json names_as_text(const std::vector<std::string>& field_names) {
  if (field_names.empty()) return nullptr;
  Json array = Json::array();
  for (const auto& name : field_names) array.push_back(json_text(name));
  return json_text(to_public_text(array));
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
          {"kind", json_text(name_of(secret.kind))},
          {"fieldNames", std::move(names)},
          {"version", secret.version},
          {"createdAt", time(secret.created_at)},
          {"updatedAt", time(secret.updated_at)}};
}

Json render(const Grant& grant) {
  return {{"machineId", json_text(grant.machine.str())},
          {"machineName", json_text(grant.machine_name)},
          {"secretId", json_text(grant.secret.str())},
          {"kind", json_text(name_of(grant.kind))},
          {"createdAt", time(grant.created_at)}};
}

Json render(const EnrolmentToken& token, store::Snapshot& snapshot, Instant now) {
  const auto handout = snapshot.find_handout(token.id);
  Json life = nullptr;
  if (token.machine_life) life = std::chrono::duration_cast<std::chrono::seconds>(*token.machine_life).count();
  return {{"tokenId", json_text(token.id.str())},
          {"kind", json_text(token_kind_name(token.kind))},
          {"name", text(token.name)},
          {"description", text(token.description)},
          {"state", json_text(name_of(state_of(token, now)))},
          {"createdAt", time(token.created_at)},
          {"createdBy", json_text(token.created_by)},
          {"expiresAt", time(token.expires_at)},
          {"uses", token.uses},
          {"usesLeft", token.uses_left},
          {"revoked", token.revoked},
          {"machineLifetimeSeconds", std::move(life)},
          {"projectIds", ids(handout.projects)},
          {"secretIds", ids(handout.secrets)},
          {"networks", texts(token.networks)},
          {"hostnamePattern", text(token.hostname_pattern)},
          {"nameTemplate", text(token.name_template)}};
}

Json render(const vault::RevocationEffect& effect) {
  Json projects = Json::array(), grants = Json::array(), co_signs = Json::array(), tokens = Json::array();
  for (const auto& project : effect.projects)
    projects.push_back({{"projectId", json_text(project.id.str())}, {"name", json_text(project.name)}});
  for (const auto& [secret, kind] : effect.grants)
    grants.push_back({{"secretId", json_text(secret.id.str())},
                      {"name", json_text(secret.name)},
                      {"projectId", json_text(secret.project.str())},
                      {"kind", json_text(name_of(kind))}});
  for (const auto& policy : effect.co_signs)
    co_signs.push_back({{"policyId", json_text(policy.id.str())},
                        {"name", text(policy.name)},
                        {"projectId", json_text(policy.project.str())}});
  if (effect.token)
    tokens.push_back({{"tokenId", json_text(effect.token->id.str())},
                      {"name", text(effect.token->name)},
                      {"usesLeft", effect.token->uses_left},
                      {"expiresAt", time(effect.token->expires_at)}});
  return {{"machineId", json_text(effect.machine.id.str())},
          {"name", json_text(effect.machine.name)},
          {"projects", std::move(projects)},
          {"grants", std::move(grants)},
          {"coSigns", std::move(co_signs)},
          {"tokens", std::move(tokens)}};
}

Json render(const Machine& machine, store::Snapshot& snapshot, Instant now) {
  Json body{{"machineId", json_text(machine.id.str())},
            {"name", json_text(machine.name)},
            {"kind", json_text(name_of(machine.kind))},
            {"hostname", json_text(machine.hostname)},
            {"state", json_text(state_of(machine))},
            {"algorithm", json_text(algorithm_name(machine.key))},
            {"fingerprint", json_text(to_hex(machine.key.fingerprint))},
            {"keyEpoch", machine.key.epoch},
            {"createdAt", time(machine.created_at)},
            {"expiresAt", time(machine.expires_at)},
            {"secretsGranted", snapshot.count_grants(machine.id)},
            {"readsLastDay", snapshot.activity().count_reads(machine.id, now - std::chrono::hours(23))}};
  add_last_seen(body, machine.id.str(), snapshot);
  return body;
}

Json render(const Operator& who, std::optional<Role> role, store::Snapshot& snapshot) {
  Json body{{"operatorId", json_text(who.id.str())},
            {"name", json_text(who.name)},
            {"root", who.root},
            {"algorithm", json_text(algorithm_name(who.key))},
            {"fingerprint", json_text(to_hex(who.key.fingerprint))},
            {"createdAt", time(who.created_at)}};
  if (role) {
    // A vault's owner may add whoever has an id: where those were seen elsewhere is not the vault's.
    body["role"] = json_text(name_of(*role));
    body["lastSeenAt"] = body["lastSeenIp"] = nullptr;
  } else {
    add_last_seen(body, who.id.str(), snapshot);
  }
  return body;
}

}  // namespace signet::api
