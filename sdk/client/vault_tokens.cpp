// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: how machines come in, how long they stay, and what goes with them.
#include "decode.hpp"
#include "signet/client/vault_admin.hpp"
#include "vault_requests.hpp"

#include <utility>

namespace signet::client {
namespace {

std::vector<std::string> texts(ObjectReader& object, std::string_view name) {
  return object.texts_or_none(name).value_or(std::vector<std::string>());
}

EnrolmentToken read_token(ObjectReader& object) {
  return {.token_id = object.text("tokenId"),
          .kind = object.word("kind", parse_token_kind),
          .name = object.text_or_none("name"),
          .description = object.text_or_none("description"),
          .state = object.text("state"),
          .created_at = object.time("createdAt"),
          .created_by = object.text("createdBy"),
          .expires_at = object.time("expiresAt"),
          .uses = object.number("uses"),
          .uses_left = object.number("usesLeft"),
          .revoked = object.flag("revoked"),
          .machine_life_seconds = object.number_or_none("machineLifetimeSeconds"),
          .project_ids = texts(object, "projectIds"),
          .secret_ids = texts(object, "secretIds"),
          .networks = texts(object, "networks"),
          .hostname_pattern = object.text_or_none("hostnamePattern"),
          .name_template = object.text_or_none("nameTemplate")};
}

NewEnrolmentToken read_new_token(ObjectReader& object) {
  return {.token_id = object.text("tokenId"), .token = object.secret("token"), .expires_at = object.time("expiresAt")};
}

RevocationEffect::Project read_project_of(ObjectReader& object) {
  return {.project_id = object.text("projectId"), .name = object.text("name")};
}

RevocationEffect::Grant read_grant_of(ObjectReader& object) {
  return {.secret_id = object.text("secretId"),
          .name = object.text("name"),
          .project_id = object.text("projectId"),
          .kind = object.text("kind")};
}

RevocationEffect::Policy read_policy_of(ObjectReader& object) {
  return {.policy_id = object.text("policyId"), .name = object.text("name"), .project_id = object.text("projectId")};
}

RevocationEffect::Token read_token_of(ObjectReader& object) {
  return {.token_id = object.text("tokenId"),
          .name = object.text_or_none("name"),
          .uses_left = object.number("usesLeft"),
          .expires_at = object.time("expiresAt")};
}

RevocationEffect read_effect(ObjectReader& object) {
  return {.machine_id = object.text("machineId"),
          .name = object.text("name"),
          .projects = object.items("projects", read_project_of),
          .grants = object.items("grants", read_grant_of),
          .co_signs = object.items("coSigns", read_policy_of),
          .tokens = object.items("tokens", read_token_of)};
}

void put(Json& body, const char* name, const std::optional<std::string>& value) {
  if (value) body[name] = json_text(*value);
}

void put(Json& body, const char* name, const std::optional<std::chrono::seconds>& value) {
  if (value) body[name] = value->count();
}

void put(Json& body, const char* name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  auto& array = body[name] = Json::array();
  for (const auto& value : values) array.push_back(json_text(value));
}

Json body_of(const TokenRequest& request) {
  Json body = Json::object();
  if (request.kind != TokenKind::bootstrap) body["kind"] = json_text(name_of(request.kind));
  put(body, "name", request.name);
  put(body, "description", request.description);
  if (request.uses) body["uses"] = *request.uses;
  put(body, "tokenLifetimeSeconds", request.token_life);
  put(body, "machineLifetimeSeconds", request.machine_life);
  put(body, "projectIds", request.project_ids);
  put(body, "secretIds", request.secret_ids);
  put(body, "networks", request.networks);
  put(body, "hostnamePattern", request.hostname_pattern);
  put(body, "nameTemplate", request.name_template);
  return body;
}

}  // namespace

std::string_view name_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::bootstrap: return "bootstrap";
    case TokenKind::enrolment: return "enrolment";
    case TokenKind::temporary: return "temporary";
  }
  std::unreachable();
}

std::optional<TokenKind> parse_token_kind(std::string_view name) {
  for (const auto kind : {TokenKind::bootstrap, TokenKind::enrolment, TokenKind::temporary})
    if (name_of(kind) == name) return kind;
  return std::nullopt;
}

Result<Page<EnrolmentToken>> VaultAdmin::tokens(const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "enrolment-tokens").page(page)), read_token);
}

Result<EnrolmentToken> VaultAdmin::token(std::string_view token_id) {
  return decode(exchange_->read(in(vault_id_) / "enrolment-tokens" / token_id), read_token);
}

Result<NewEnrolmentToken> VaultAdmin::create_token(const TokenRequest& request) {
  return decode(exchange_->write("POST", in(vault_id_) / "enrolment-tokens", body_of(request)), read_new_token);
}

Result<void> VaultAdmin::revoke_token(std::string_view token_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "enrolment-tokens" / token_id, nothing()));
}

Result<RevocationEffect> VaultAdmin::preview_revocation(std::string_view machine_id) {
  return decode(exchange_->read(in(vault_id_) / "machines" / machine_id / "revocation"), read_effect);
}

Result<Machine> VaultAdmin::extend_machine(std::string_view machine_id, std::chrono::seconds life) {
  return decode(exchange_->write("POST", in(vault_id_) / "machines" / machine_id / "extend",
                                 {{"lifetimeSeconds", life.count()}}),
                read_machine);
}

}  // namespace signet::client
