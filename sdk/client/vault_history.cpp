// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: versions, notes and the trash.
#include "decode.hpp"
#include "fail.hpp"
#include "signet/client/vault_admin.hpp"
#include "signet/schema/encoding.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

SecretVersion read_version(ObjectReader& object) {
  return {.secret_id = object.text("secretId"),
          .version = object.number("version"),
          .current = object.flag("current"),
          .field_names = object.texts_or_none("fieldNames"),
          .origin = object.text("origin"),
          .created_at = object.time("createdAt"),
          .created_by = object.text("createdBy")};
}

SecretNote read_note(ObjectReader& object) {
  return {.secret_id = object.text("secretId"),
          .text = object.secret_or_none("note"),
          .updated_at = object.time_or_none("updatedAt"),
          .updated_by = object.text_or_none("updatedBy")};
}

TrashedSecret read_trashed(ObjectReader& object) {
  return {.secret = read_secret(object),
          .deleted_at = object.time("deletedAt"),
          .purge_at = object.time("purgeAt")};
}

Purge read_purge(ObjectReader& object) {
  return {.of = read_trashed(object),
          .versions = object.number("versions"),
          .has_note = object.flag("hasNote"),
          .purged = object.flag("purged")};
}

}  // namespace

Result<Page<SecretVersion>> VaultAdmin::versions(std::string_view secret_id, const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "secrets" / secret_id / "versions").page(page)), read_version);
}

Result<SecretVersion> VaultAdmin::version(std::string_view secret_id, std::uint64_t version) {
  return decode(exchange_->read(in(vault_id_) / "secrets" / secret_id / "versions" / std::to_string(version)),
                read_version);
}

Result<Secret> VaultAdmin::roll_back(std::string_view secret_id, std::uint64_t version,
                                     std::optional<std::uint64_t> expected_version) {
  Json body{{"version", version}};
  if (expected_version) body["expectedVersion"] = *expected_version;
  return decode(exchange_->write("POST", in(vault_id_) / "secrets" / secret_id / "rollback", std::move(body)),
                read_secret);
}

Result<SecretNote> VaultAdmin::note(std::string_view secret_id) {
  return decode(exchange_->read(in(vault_id_) / "secrets" / secret_id / "note"), read_note);
}

Result<void> VaultAdmin::put_note(std::string_view secret_id, const SecretBytes& text) {
  if (!is_utf8(text.expose_text())) return fail(ErrorKind::invalid_request, "the note is not UTF-8 text");
  return decode_done(exchange_->write("PUT", in(vault_id_) / "secrets" / secret_id / "note",
                                      Json{{"note", json_text(text.expose_text())}}));
}

Result<Page<TrashedSecret>> VaultAdmin::trash(const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "trash").page(page)), read_trashed);
}

Result<Secret> VaultAdmin::restore_secret(std::string_view secret_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "trash" / secret_id / "restore", nothing()), read_secret);
}

Result<Purge> VaultAdmin::preview_purge(std::string_view secret_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "trash" / secret_id / "purge", Json{{"preview", true}}),
                read_purge);
}

Result<Purge> VaultAdmin::purge_secret(std::string_view secret_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "trash" / secret_id / "purge", nothing()), read_purge);
}

}  // namespace signet::client
