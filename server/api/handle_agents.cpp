// SPDX-License-Identifier: Apache-2.0
// Managed secrets, for the agents of public clients: exactly the members that those expect.
#include "handlers.hpp"
#include "input.hpp"
#include "read_answers.hpp"
#include "respond.hpp"
#include "vault/sync.hpp"

namespace signet::api {
namespace {

Json connection_of(const vault::SyncConfig& config) {
  const auto& settings = config.agent.settings;
  Json connection{{"host", json_text(settings.host)},
                  {"port", settings.port},
                  {"database", json_text(settings.database)},
                  {"adminUser", json_text(config.login.user.expose_text())},
                  {"adminPass", json_text(config.login.password.expose_text())}};
  if (settings.project_reference) connection["projectReference"] = json_text(*settings.project_reference);
  return connection;
}

/// What an agent reports. `work` gives a Result<void>; a denial is answered and kept, so that its record stays.
template <class Work>
Reply report(const Call& call, Work work) {
  auto attempt = read_attempt(call);
  const auto allowed = vault::may_report(call.snapshot, attempt, call.now, call.journal);
  if (!allowed) return allowed.error();
  return Change([attempt = std::move(attempt), work = std::move(work)](vault::Work& context) -> vault::Result<Written> {
    const auto secret = vault::may_report(context.read(), attempt, context.now, context.journal);
    if (!secret) return Written{respond(secret.error())};
    const vault::Result<void> done = work(context, *secret);
    if (!done) return std::unexpected(done.error());
    return Written{json_response(200, Json::object())};
  });
}

}  // namespace

Reply read_sync_config(const Call& call) {
  const auto config = vault::read_sync_config(call.snapshot, call.services.keyring, read_attempt(call), call.now,
                                              call.journal);
  if (!config) return config.error();
  const auto& agent = config->agent;
  Json body{{"providerType", json_text(agent.settings.provider)},
            {"connection", connection_of(*config)},
            {"managedUsername", json_text(agent.settings.managed_username)},
            {"pollIntervalSeconds", agent.settings.poll_seconds},
            {"rotationStatus", json_text(agent.pending ? "pending" : "idle")}};
  if (agent.pending) {
    body["pendingRotationId"] = json_text(agent.pending->id.str());
    body["pendingValue"] = json_text(config->pending->expose_text());
  }
  return json_response(200, body);
}

Reply put_heartbeat(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  const auto status = input.text("status");
  if (status != "healthy" && status != "error") input.fail("status", "Must be healthy or error");
  auto text = input.optional_text("error").value_or("");
  if (auto error = input.error()) return *error;
  return report(call, [healthy = status == "healthy", text = std::move(text)](vault::Work& work, const Secret& secret) {
    vault::put_heartbeat(work, secret, healthy, text);
    return vault::Result<void>();
  });
}

Reply confirm_rotation(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  auto id = input.text("rotationId");
  if (auto error = input.error()) return *error;
  return report(call, [id = std::move(id)](vault::Work& work, const Secret& secret) {
    return vault::confirm_rotation(work, secret, id);
  });
}

Reply reject_rotation(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  auto id = input.text("rotationId");
  auto text = input.optional_text("error").value_or("");
  if (auto error = input.error()) return *error;
  return report(call, [id = std::move(id), text = std::move(text)](vault::Work& work, const Secret& secret) {
    return vault::reject_rotation(work, secret, id, text);
  });
}

}  // namespace signet::api
