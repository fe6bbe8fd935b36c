// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: access policies.
#include "decode_policies.hpp"
#include "signet/client/vault_admin.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

Json texts(const std::vector<std::string>& items) {
  Json array = Json::array();
  for (const auto& item : items) array.push_back(json_text(item));
  return array;
}

/// What is not said is not sent.
Json body_of(const NewPolicy& policy) {
  Json body = named(policy.name);
  const auto add_text = [&](const char* name, const std::optional<std::string>& value) {
    if (value) body[name] = json_text(*value);
  };
  const auto add_number = [&](const char* name, const std::optional<std::uint64_t>& value) {
    if (value) body[name] = *value;
  };
  const auto add_switch = [&](const char* name, bool on) {
    if (on) body[name] = true;
  };
  if (!policy.description.empty()) body["description"] = json_text(policy.description);
  add_switch("timeWindowEnabled", policy.time_window_enabled);
  add_text("timeWindowStart", policy.time_window_start);
  add_text("timeWindowEnd", policy.time_window_end);
  add_text("timeWindowTimezone", policy.time_window_timezone);
  if (!policy.time_window_days.empty()) body["timeWindowDays"] = texts(policy.time_window_days);
  add_switch("ipAllowlistEnabled", policy.ip_allowlist_enabled);
  if (!policy.ip_allowlist_cidrs.empty()) body["ipAllowlistCidrs"] = texts(policy.ip_allowlist_cidrs);
  add_switch("rateCapEnabled", policy.rate_cap_enabled);
  add_number("maxReadsPerDay", policy.max_reads_per_day);
  add_number("maxReadsPerMinute", policy.max_reads_per_minute);
  add_switch("coSignEnabled", policy.co_sign_enabled);
  add_text("coSignMachineId", policy.co_sign_machine_id);
  add_number("coSignWindowSeconds", policy.co_sign_window_seconds);
  if (policy.ttl_expires_at) body["ttlExpiresAt"] = policy.ttl_expires_at->time_since_epoch().count();
  add_number("ttlMaxReads", policy.ttl_max_reads);
  add_number("rotateAfterReads", policy.rotate_after_reads);
  add_switch("sealedEnabled", policy.sealed_enabled);
  return body;
}

}  // namespace

Result<Page<Policy>> VaultAdmin::policies(std::string_view project_id, const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "projects" / project_id / "policies").page(page)), read_policy);
}

Result<Policy> VaultAdmin::create_policy(std::string_view project_id, const NewPolicy& policy) {
  return decode(exchange_->write("POST", in(vault_id_) / "projects" / project_id / "policies", body_of(policy)),
                read_policy);
}

Result<Policy> VaultAdmin::policy(std::string_view policy_id) {
  return decode(exchange_->read(in(vault_id_) / "policies" / policy_id), read_policy);
}

Result<Policy> VaultAdmin::replace_policy(std::string_view policy_id, const NewPolicy& policy) {
  return decode(exchange_->write("PUT", in(vault_id_) / "policies" / policy_id, body_of(policy)), read_policy);
}

Result<void> VaultAdmin::delete_policy(std::string_view policy_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "policies" / policy_id, nothing()));
}

Result<PolicyBinding> VaultAdmin::policy_of(std::string_view secret_id) {
  return decode(exchange_->read(in(vault_id_) / "secrets" / secret_id / "policy"), read_policy_binding);
}

Result<PolicyBinding> VaultAdmin::bind_policy(std::string_view secret_id, std::string_view policy_id) {
  Json body{{"policyId", json_text(policy_id)}};
  return decode(exchange_->write("PUT", in(vault_id_) / "secrets" / secret_id / "policy", std::move(body)),
                read_policy_binding);
}

Result<void> VaultAdmin::unbind_policy(std::string_view secret_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "secrets" / secret_id / "policy", nothing()));
}

}  // namespace signet::client
