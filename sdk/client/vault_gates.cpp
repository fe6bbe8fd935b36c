// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: settings, frozen projects, canaries.
#include "decode.hpp"
#include "signet/client/gate_types.hpp"
#include "signet/client/vault_admin.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

VaultSettings read_settings(ObjectReader& object) {
  return {.ip_allowlist_enabled = object.flag("ipAllowlistEnabled"),
          .ip_allowlist_cidrs = object.texts_or_none("ipAllowlistCidrs").value_or(std::vector<std::string>()),
          .key_overlap_seconds = object.number("keyOverlapSeconds")};
}

Canary read_canary(ObjectReader& object) {
  return {.secret_id = object.text("secretId"),
          .project_id = object.text("projectId"),
          .name = object.text("name"),
          .enabled = object.flag("enabled"),
          .trigger_freeze_project = object.flag("triggerFreezeProject"),
          .trigger_freeze_related_projects = object.flag("triggerFreezeRelatedProjects"),
          .triggered_at = object.time_or_none("triggeredAt")};
}

Json body_of(const CanarySettings& settings) {
  Json body = nothing();
  if (settings.enabled) body["enabled"] = *settings.enabled;
  if (settings.trigger_freeze_project) body["triggerFreezeProject"] = *settings.trigger_freeze_project;
  if (settings.trigger_freeze_related_projects)
    body["triggerFreezeRelatedProjects"] = *settings.trigger_freeze_related_projects;
  return body;
}

}  // namespace

Result<VaultSettings> VaultAdmin::settings() {
  return decode(exchange_->read(in(vault_id_) / "settings"), read_settings);
}

Result<VaultSettings> VaultAdmin::change_settings(const VaultSettingsChange& change) {
  Json body = nothing();
  if (change.ip_allowlist_enabled) body["ipAllowlistEnabled"] = *change.ip_allowlist_enabled;
  if (change.ip_allowlist_cidrs) {
    Json& networks = body["ipAllowlistCidrs"] = Json::array();
    for (const auto& network : *change.ip_allowlist_cidrs) networks.push_back(json_text(network));
  }
  if (change.key_overlap_seconds) body["keyOverlapSeconds"] = *change.key_overlap_seconds;
  return decode(exchange_->write("PATCH", in(vault_id_) / "settings", std::move(body)), read_settings);
}

Result<Project> VaultAdmin::freeze_project(std::string_view project_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "projects" / project_id / "freeze", nothing()), read_project);
}

Result<Project> VaultAdmin::unfreeze_project(std::string_view project_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "projects" / project_id / "unfreeze", nothing()),
                read_project);
}

Result<Page<Canary>> VaultAdmin::canaries(const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "canaries").page(page)), read_canary);
}

Result<Canary> VaultAdmin::canary(std::string_view secret_id) {
  return decode(exchange_->read(in(vault_id_) / "canaries" / secret_id), read_canary);
}

Result<Canary> VaultAdmin::create_canary(std::string_view project_id, std::string_view name,
                                         const CanarySettings& settings) {
  auto body = body_of(settings);
  body["name"] = json_text(name);
  return decode(exchange_->write("POST", in(vault_id_) / "projects" / project_id / "canaries", std::move(body)),
                read_canary);
}

Result<Canary> VaultAdmin::change_canary(std::string_view secret_id, const CanarySettings& settings) {
  return decode(exchange_->write("PATCH", in(vault_id_) / "canaries" / secret_id, body_of(settings)), read_canary);
}

}  // namespace signet::client
