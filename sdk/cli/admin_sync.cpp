// SPDX-License-Identifier: Apache-2.0
// Managed secrets. The administrator's login comes from files or a prompt, never from the command line.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::VaultAdmin;

constexpr std::size_t kMaxLogin = 4'096;

Record describe(const client::SyncStatus& status) {
  const auto& settings = status.settings;
  return {text("secretId", status.secret_id),
          text("providerType", settings.provider),
          text("host", settings.host),
          number("port", settings.port),
          text("database", settings.database),
          text_or_none("projectReference", settings.project_reference),
          text("managedUsername", settings.managed_username),
          number("pollIntervalSeconds", settings.poll_seconds),
          text("rotationStatus", status.rotation_id ? "pending" : "idle"),
          text_or_none("rotationId", status.rotation_id),
          time("rotationStartedAt", status.rotation_started_at),
          text_or_none("lastError", status.last_error),
          time("lastErrorAt", status.last_error_at),
          text_or_none("agentStatus", status.agent_status),
          time("lastHeartbeatAt", status.last_heartbeat_at)};
}

Result<void> show(Session& session, const Result<client::SyncStatus>& status) {
  if (!status) return std::unexpected(status.error());
  return session.show(describe(*status));
}

Result<SecretBytes> read_password(Session& session, const std::string& source) {
  if (source.empty()) return session.console().ask_hidden("The administrator's password");
  auto text = read_input(session.console(), source, kMaxLogin);
  if (!text) return text;
  return trimmed(*text);
}

}  // namespace

Action define_sync_show(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return show(session, vault.sync(*id)); });
}

Action define_sync_set(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The id of a secret with the fields username and password");
  const auto provider = choice(command, "--provider", {"postgresql", "mysql", "mongodb", "redis", "mssql"},
                               "What kind of database it is");
  command.get_option("--provider")->required();
  const auto host = required_option(command, "--host", "HOST", "Where the agent finds the database");
  const auto port = std::make_shared<std::uint16_t>();
  command.add_option("--port", *port, "Its port")->type_name("PORT")->required();
  const auto database = option(command, "--database", "NAME", "The database in it");
  const auto reference = option(command, "--project-reference", "NAME", "Of a hosted database");
  const auto managed = required_option(command, "--managed-user", "NAME", "The user whose password is changed");
  const auto admin =
      option(command, "--admin-user", "NAME", "Who may change it; if nothing is said, the login that is known stays");
  const auto password = option(command, "--admin-password-file", "FILE",
                               "That user's password; - for standard input; asked for if nothing is said");
  const auto poll = std::make_shared<std::uint32_t>(10);
  command.add_option("--poll", *poll, "Seconds between the agent's questions")->type_name("SECONDS");
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    client::SyncSettings settings{.provider = *provider,
                                  .host = *host,
                                  .port = *port,
                                  .database = *database,
                                  .project_reference = {},
                                  .managed_username = *managed,
                                  .poll_seconds = *poll};
    if (!reference->empty()) settings.project_reference = *reference;
    if (admin->empty() && !password->empty()) return fail("--admin-password-file needs --admin-user");
    if (admin->empty() && password->empty()) return show(session, vault.put_sync(*id, settings));
    auto read = read_password(session, *password);
    if (!read) return std::unexpected(read.error());
    const client::SyncLogin login{.user = SecretBytes::from_text(*admin), .password = std::move(*read)};
    return show(session, vault.put_sync(*id, settings, &login));
  });
}

Action define_sync_remove(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("No agent will change {} any more.", *id));
    return sure ? session.done_result(vault.remove_sync(*id), "no longer managed") : sure;
  });
}

Action define_sync_rotate(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  const auto length = std::make_shared<std::optional<unsigned>>();
  command
      .add_option_function<unsigned>("--length", [=](const unsigned& n) { *length = n; },
                                     "How long the new password is: 16 to 128, 32 if nothing is said")
      ->type_name("N");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return show(session, vault.start_rotation(*id, *length)); });
}

Action define_sync_cancel(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return show(session, vault.cancel_rotation(*id)); });
}

}  // namespace signet::cli
