// SPDX-License-Identifier: Apache-2.0
// Managed secrets, for operators.
#include "handlers.hpp"
#include "input.hpp"
#include "signet/schema/name.hpp"
#include "vault/sync.hpp"
#include "write.hpp"

#include <algorithm>

namespace signet::api {
namespace {

constexpr std::size_t kMaxHost = 253;
constexpr std::size_t kMaxLoginPart = 4'096;
constexpr std::size_t kMaxUsername = 63;
constexpr std::uint64_t kMaxPort = 65'535;

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= kMaxHost &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

std::uint16_t read_port(Input& input) {
  const auto port = input.number_within("port", 1, kMaxPort);
  if (!port) input.fail("port", "Is missing");
  return static_cast<std::uint16_t>(port.value_or(0));
}

SyncSettings read_settings(Input& input) {
  SyncSettings settings{.provider = input.text("providerType"),
                        .host = input.text("host"),
                        .port = read_port(input),
                        .database = input.optional_text("database").value_or(""),
                        .project_reference = input.optional_text("projectReference"),
                        .managed_username = input.name("managedUsername"),
                        .poll_seconds = static_cast<std::uint32_t>(
                            input.number_within("pollIntervalSeconds", 5, 3'600).value_or(10))};
  if (std::ranges::find(vault::kSyncProviders, settings.provider) == vault::kSyncProviders.end())
    input.fail("providerType", "Must be postgresql, mysql, mongodb, redis or mssql");
  if (!is_host(settings.host)) input.fail("host", "Must be 1 to 253 printable characters without spaces");
  if (!settings.database.empty() && !is_display_name(settings.database))
    input.fail("database", "Must be empty or " + std::string(kDisplayNameRule));
  if (settings.project_reference && !is_display_name(*settings.project_reference))
    input.fail("projectReference", "Must be " + std::string(kDisplayNameRule));
  if (settings.managed_username.size() > kMaxUsername) input.fail("managedUsername", "Is longer than 63 bytes");
  return settings;
}

/// Both parts or none. Empty ones are taken: old Redis servers have a password and no user.
std::optional<vault::AdminLogin> read_login(Input& input) {
  auto user = input.optional_secret("adminUser", kMaxLoginPart);
  auto password = input.optional_secret("adminPass", kMaxLoginPart);
  if (user && !password) input.fail("adminPass", "Is missing");
  if (password && !user) input.fail("adminUser", "Is missing");
  if (!user || !password) return std::nullopt;
  return vault::AdminLogin{.user = std::move(*user), .password = std::move(*password)};
}

Json time_or_null(const std::optional<Instant>& at) { return at ? Json(to_millis(*at)) : Json(nullptr); }
Json text_or_null(const std::optional<std::string>& text) { return text ? json_text(*text) : Json(nullptr); }

Json render(const SyncAgent& agent) {
  const auto& settings = agent.settings;
  const auto& pending = agent.pending;
  return {{"secretId", json_text(agent.secret.str())},
          {"providerType", json_text(settings.provider)},
          {"host", json_text(settings.host)},
          {"port", settings.port},
          {"database", json_text(settings.database)},
          {"projectReference", text_or_null(settings.project_reference)},
          {"managedUsername", json_text(settings.managed_username)},
          {"pollIntervalSeconds", settings.poll_seconds},
          {"rotationStatus", json_text(pending ? "pending" : "idle")},
          {"rotationId", pending ? json_text(pending->id.str()) : Json(nullptr)},
          {"rotationStartedAt", pending ? Json(to_millis(pending->started_at)) : Json(nullptr)},
          {"lastError", agent.last_error_at ? json_text(agent.last_error) : Json(nullptr)},
          {"lastErrorAt", time_or_null(agent.last_error_at)},
          {"agentStatus", agent.heartbeat_at ? json_text(agent.healthy ? "healthy" : "error") : Json(nullptr)},
          {"lastHeartbeatAt", time_or_null(agent.heartbeat_at)}};
}

Json rendered(const SyncAgent& agent, vault::Work&) { return render(agent); }

}  // namespace

Reply show_sync(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  const auto agent = vault::find_sync(call.snapshot, call.vault().id, *id);
  if (!agent) return agent.error();
  return json_response(200, render(*agent));
}

Reply put_sync(const Call& call) {
  Input input(call.body);
  auto settings = read_settings(input);
  auto login = read_login(input);
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, settings = std::move(settings), login = std::move(login)](
          vault::Work& work) { return vault::configure_sync(work, vault, id, settings, login); },
      rendered);
}

Reply remove_sync(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change([vault = call.vault().id, id = *id](vault::Work& work) { return vault::remove_sync(work, vault, id); });
}

Reply start_rotation(const Call& call) {
  Input input(call.body);
  const auto length = input.number_within("length", vault::kShortestPassword, 128).value_or(32);
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      201,
      [vault = call.vault().id, id = *id, length](vault::Work& work) {
        return vault::start_rotation(work, vault, id, length);
      },
      rendered);
}

Reply cancel_rotation(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      200, [vault = call.vault().id, id = *id](vault::Work& work) { return vault::cancel_rotation(work, vault, id); },
      rendered);
}

}  // namespace signet::api
