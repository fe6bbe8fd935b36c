// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: secrets and who may read them.
#include "decode.hpp"
#include "fail.hpp"
#include "signet/client/vault_admin.hpp"
#include "signet/schema/encoding.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

/// {"value"} or {"fields"}. JSON has no place for bytes that are not text.
Result<Json> body_of(const NewValue& value) {
  const auto not_text = [] {
    return fail(ErrorKind::invalid_request, "the value is not UTF-8 text: encode it first, in base64 for example");
  };
  Json body = nothing();
  if (const auto* single = std::get_if<SecretBytes>(&value)) {
    if (!is_utf8(single->expose_text())) return not_text();
    body["value"] = json_text(single->expose_text());
    return body;
  }
  Json& fields = body["fields"] = Json::object();
  for (const auto& [name, field] : std::get<1>(value)) {
    if (!is_utf8(name) || !is_utf8(field.expose_text())) return not_text();
    fields[SecretString(name)] = json_text(field.expose_text());
  }
  return body;
}

}  // namespace

Result<Page<Secret>> VaultAdmin::secrets(std::string_view project_id, const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "projects" / project_id / "secrets").page(page)), read_secret);
}

Result<Secret> VaultAdmin::create_secret(std::string_view project_id, std::string_view name, const NewValue& value) {
  auto body = body_of(value);
  if (!body) return std::unexpected(body.error());
  (*body)["name"] = json_text(name);
  return decode(exchange_->write("POST", in(vault_id_) / "projects" / project_id / "secrets", std::move(*body)),
                read_secret);
}

Result<Secret> VaultAdmin::secret(std::string_view secret_id) {
  return decode(exchange_->read(in(vault_id_) / "secrets" / secret_id), read_secret);
}

Result<Secret> VaultAdmin::rename_secret(std::string_view secret_id, std::string_view name) {
  return decode(exchange_->write("PATCH", in(vault_id_) / "secrets" / secret_id, named(name)), read_secret);
}

Result<Secret> VaultAdmin::put_version(std::string_view secret_id, const NewValue& value,
                                       std::optional<std::uint64_t> expected_version) {
  auto body = body_of(value);
  if (!body) return std::unexpected(body.error());
  if (expected_version) (*body)["expectedVersion"] = *expected_version;
  return decode(exchange_->write("POST", in(vault_id_) / "secrets" / secret_id / "versions", std::move(*body)),
                read_secret);
}

Result<void> VaultAdmin::delete_secret(std::string_view secret_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "secrets" / secret_id, nothing()));
}

Result<Page<Grant>> VaultAdmin::grants(std::string_view secret_id, const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "secrets" / secret_id / "grants").page(page)), read_grant);
}

Result<Grant> VaultAdmin::grant(std::string_view secret_id, std::string_view machine_id, GrantKind kind) {
  const auto target = in(vault_id_) / "secrets" / secret_id / "grants" / machine_id;
  return decode(exchange_->write("PUT", target, Json{{"kind", json_text(name_of(kind))}}), read_grant);
}

Result<void> VaultAdmin::revoke_grant(std::string_view secret_id, std::string_view machine_id) {
  const auto target = in(vault_id_) / "secrets" / secret_id / "grants" / machine_id;
  return decode_done(exchange_->write("DELETE", target, nothing()));
}

}  // namespace signet::client
