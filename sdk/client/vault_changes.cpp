// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: generated values, import and export.
#include "decode.hpp"
#include "fail.hpp"
#include "signet/client/vault_admin.hpp"
#include "signet/schema/encoding.hpp"
#include "vault_requests.hpp"

#include <utility>

namespace signet::client {
namespace {

Rotation read_rotation(ObjectReader& object) {
  return {.secret_id = object.text("secretId"),
          .charset = object.text("charset"),
          .length = object.number_or_none("length"),
          .fields = object.texts_or_none("fields"),
          .interval_seconds = object.number_or_none("intervalSeconds"),
          .next_at = object.time_or_none("nextAt"),
          .last_at = object.time_or_none("lastAt"),
          .updated_at = object.time("updatedAt")};
}

ImportRow read_row(ObjectReader& object) {
  return {.line = object.number_or_none("line"),
          .name = object.text_or_none("name"),
          .outcome = object.text("outcome"),
          .reason = object.text_or_none("reason")};
}

Import read_import(ObjectReader& object) {
  return {.dry_run = object.flag("dryRun"),
          .created = object.number("created"),
          .updated = object.number("updated"),
          .unchanged = object.number("unchanged"),
          .refused = object.number("refused"),
          .entries = object.items(std::string_view("entries"), read_row)};
}

Export read_export(ObjectReader& object) {
  return {.count = object.number("count"), .content = object.secret("content")};
}

ExportSetting read_setting(ObjectReader& object) { return {.export_allowed = object.flag("exportAllowed")}; }

Json body_of(const Recipe& recipe) {
  Json body = nothing();
  if (recipe.length) body["length"] = *recipe.length;
  if (recipe.charset) body["charset"] = json_text(*recipe.charset);
  for (const auto& field : recipe.fields) body["fields"].push_back(json_text(field));
  return body;
}

}  // namespace

std::string_view name_of(TransferFormat format) {
  switch (format) {
    case TransferFormat::dotenv: return "dotenv";
    case TransferFormat::json: return "json";
  }
  std::unreachable();
}

std::optional<TransferFormat> parse_transfer_format(std::string_view name) {
  for (const auto format : {TransferFormat::dotenv, TransferFormat::json})
    if (name_of(format) == name) return format;
  return std::nullopt;
}

Result<Secret> VaultAdmin::create_generated(std::string_view project_id, std::string_view name, const Recipe& recipe,
                                            const std::map<std::string, SecretBytes>& fixed) {
  Json body = named(name);
  body["generate"] = body_of(recipe);
  for (const auto& [field, value] : fixed) {
    if (!is_utf8(field) || !is_utf8(value.expose_text()))
      return fail(ErrorKind::invalid_request, "the value is not UTF-8 text: encode it first, in base64 for example");
    body["fields"][SecretString(field)] = json_text(value.expose_text());
  }
  return decode(exchange_->write("POST", in(vault_id_) / "projects" / project_id / "secrets", std::move(body)),
                read_secret);
}

Result<Secret> VaultAdmin::rotate(std::string_view secret_id, const Recipe& recipe,
                                  std::optional<std::uint64_t> expected_version) {
  Json body = body_of(recipe);
  if (expected_version) body["expectedVersion"] = *expected_version;
  return decode(exchange_->write("POST", in(vault_id_) / "secrets" / secret_id / "rotate", std::move(body)),
                read_secret);
}

Result<Rotation> VaultAdmin::rotation(std::string_view secret_id) {
  return decode(exchange_->read(in(vault_id_) / "secrets" / secret_id / "rotation"), read_rotation);
}

Result<Rotation> VaultAdmin::put_rotation(std::string_view secret_id, const Recipe& recipe,
                                          std::optional<std::uint64_t> interval_seconds) {
  Json body = body_of(recipe);
  if (interval_seconds) body["intervalSeconds"] = *interval_seconds;
  return decode(exchange_->write("PUT", in(vault_id_) / "secrets" / secret_id / "rotation", std::move(body)),
                read_rotation);
}

Result<void> VaultAdmin::delete_rotation(std::string_view secret_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "secrets" / secret_id / "rotation", nothing()));
}

Result<Import> VaultAdmin::import_secrets(std::string_view project_id, TransferFormat format,
                                          const SecretBytes& content, bool dry_run) {
  if (!is_utf8(content.expose_text())) return fail(ErrorKind::invalid_request, "what is imported is not UTF-8 text");
  Json body{{"format", json_text(name_of(format))}, {"content", json_text(content.expose_text())}};
  if (dry_run) body["dryRun"] = true;
  return decode(exchange_->write("POST", in(vault_id_) / "projects" / project_id / "import", std::move(body)),
                read_import);
}

Result<Export> VaultAdmin::export_secrets(std::string_view project_id, TransferFormat format) {
  return decode(exchange_->write("POST", in(vault_id_) / "projects" / project_id / "export",
                                 Json{{"format", json_text(name_of(format))}}),
                read_export);
}

Result<ExportSetting> VaultAdmin::export_setting() {
  return decode(exchange_->read(in(vault_id_) / "export"), read_setting);
}

Result<ExportSetting> VaultAdmin::allow_export(bool allowed) {
  return decode(exchange_->write("PUT", in(vault_id_) / "export", Json{{"exportAllowed", allowed}}), read_setting);
}

}  // namespace signet::client
