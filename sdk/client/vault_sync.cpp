// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: managed secrets.
#include "decode.hpp"
#include "fail.hpp"
#include "signet/client/vault_admin.hpp"
#include "signet/schema/encoding.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

SyncStatus read_sync(ObjectReader& object) {
  return {.secret_id = object.text("secretId"),
          .settings = {.provider = object.text("providerType"),
                       .host = object.text("host"),
                       .port = static_cast<std::uint16_t>(object.number("port")),
                       .database = object.text("database"),
                       .project_reference = object.text_or_none("projectReference"),
                       .managed_username = object.text("managedUsername"),
                       .poll_seconds = static_cast<std::uint32_t>(object.number("pollIntervalSeconds"))},
          .rotation_id = object.text_or_none("rotationId"),
          .rotation_started_at = object.time_or_none("rotationStartedAt"),
          .last_error = object.text_or_none("lastError"),
          .last_error_at = object.time_or_none("lastErrorAt"),
          .agent_status = object.text_or_none("agentStatus"),
          .last_heartbeat_at = object.time_or_none("lastHeartbeatAt")};
}

Json body_of(const SyncSettings& settings) {
  Json body{{"providerType", json_text(settings.provider)},
            {"host", json_text(settings.host)},
            {"port", settings.port},
            {"database", json_text(settings.database)},
            {"managedUsername", json_text(settings.managed_username)},
            {"pollIntervalSeconds", settings.poll_seconds}};
  if (settings.project_reference) body["projectReference"] = json_text(*settings.project_reference);
  return body;
}

}  // namespace

Result<SyncStatus> VaultAdmin::sync(std::string_view secret_id) {
  return decode(exchange_->read(in(vault_id_) / "secrets" / secret_id / "sync"), read_sync);
}

Result<SyncStatus> VaultAdmin::put_sync(std::string_view secret_id, const SyncSettings& settings,
                                        const SyncLogin* login) {
  auto body = body_of(settings);
  if (login) {
    if (!is_utf8(login->user.expose_text()) || !is_utf8(login->password.expose_text()))
      return fail(ErrorKind::invalid_request, "the login is not UTF-8 text");
    body["adminUser"] = json_text(login->user.expose_text());
    body["adminPass"] = json_text(login->password.expose_text());
  }
  return decode(exchange_->write("PUT", in(vault_id_) / "secrets" / secret_id / "sync", std::move(body)), read_sync);
}

Result<void> VaultAdmin::remove_sync(std::string_view secret_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "secrets" / secret_id / "sync", nothing()));
}

Result<SyncStatus> VaultAdmin::start_rotation(std::string_view secret_id, std::optional<unsigned> length) {
  Json body = nothing();
  if (length) body["length"] = *length;
  return decode(exchange_->write("POST", in(vault_id_) / "secrets" / secret_id / "sync" / "rotate", std::move(body)),
                read_sync);
}

Result<SyncStatus> VaultAdmin::cancel_rotation(std::string_view secret_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "secrets" / secret_id / "sync" / "cancel", nothing()),
                read_sync);
}

}  // namespace signet::client
