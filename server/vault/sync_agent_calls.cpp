// SPDX-License-Identifier: Apache-2.0
// What the agent of a managed secret calls.
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"
#include "store/sync_agents.hpp"
#include "sync_seals.hpp"
#include "vault/secrets.hpp"

#include <algorithm>
#include <utility>

namespace signet::vault {
namespace {

constexpr std::size_t kMaxError = 500;
constexpr std::size_t kWorthHiding = 4;  // shorter texts stand in any sentence

SyncAgent agent_of(store::Snapshot& snapshot, const Secret& secret) {
  auto agent = snapshot.sync_agents().find(secret.id);
  if (!agent) throw store::CorruptStore("managed secret " + secret.id.str() + " has no settings");
  return std::move(*agent);
}

void hide(std::string& text, std::string_view secret) {
  if (secret.size() < kWorthHiding) return;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
    text.replace(at, secret.size(), "***");
}

/// Databases quote what they were told, so what an agent says of an error may hold a password.
std::string harmless(Work& work, const Secret& secret, const SyncAgent& agent, std::string_view error) {
  std::string text(error);
  const auto login = open_login(work.read(), work.keyring, secret, agent);
  hide(text, login.password.expose_text());
  if (agent.pending) {
    const auto value = open_pending(work.read(), work.keyring, secret, agent);
    const auto fields = parse_json_object(value.expose());
    const auto* password = fields ? find_text(*fields, "password") : nullptr;
    if (password) hide(text, *password);
  }
  std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  if (text.size() > kMaxError) {
    text.resize(kMaxError);
    while (!text.empty() && !is_utf8(text)) text.pop_back();
  }
  return text;
}

void keep_error(Work& work, const Secret& secret, SyncAgent& agent, std::string_view error) {
  agent.last_error = harmless(work, secret, agent, error);
  agent.last_error_at = work.now;
}

void record(Work& work, Action action, const Secret& secret, std::string detail) {
  work.journal.add(action, std::move(detail)).secret_id = secret.id.str();
}

std::unexpected<Error> not_pending() {
  return std::unexpected(Error{ErrorCode::conflict, "This rotation is not pending", "rotationId"});
}

bool is(const std::optional<PendingValue>& pending, std::string_view rotation) {
  return pending && pending->id.str() == rotation;
}

}  // namespace

Result<Secret> may_sync(store::Snapshot& snapshot, const ReadAttempt& attempt, Instant now, Journal& journal) {
  auto secret = may_read(snapshot, attempt, now, journal);
  if (!secret) return secret;
  if (snapshot.find_grant(attempt.machine, secret->id) != GrantKind::agent) {
    journal.add(Action::secret_read_denied, "no grant for an agent").secret_id = secret->id.str();
    return refuse(ErrorCode::forbidden, "This machine is not an agent of that secret");
  }
  if (secret->kind != SecretKind::managed) return not_found("managed secret");
  return secret;
}

Result<SyncConfig> read_sync_config(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                    const ReadAttempt& attempt, Instant now, Journal& journal) {
  const auto secret = may_sync(snapshot, attempt, now, journal);
  if (!secret) return std::unexpected(secret.error());
  auto agent = agent_of(snapshot, *secret);
  auto login = open_login(snapshot, keyring, *secret, agent);
  SyncConfig config{.agent = std::move(agent), .login = std::move(login), .pending = {}};
  if (config.agent.pending) config.pending = open_pending(snapshot, keyring, *secret, config.agent);
  const auto with = config.agent.pending ? " with pending " + config.agent.pending->id.str() : std::string();
  journal.add(Action::secret_read, "what its agent needs" + with).secret_id = secret->id.str();
  return config;
}

void put_heartbeat(Work& work, const Secret& secret, bool healthy, std::string_view error) {
  auto agent = agent_of(work.read(), secret);
  const auto before = agent.last_error;
  const bool was_healthy = std::exchange(agent.healthy, healthy);
  agent.heartbeat_at = work.now;
  if (!healthy) {
    keep_error(work, secret, agent, error);
    // Every thirty seconds the same is one record.
    if (was_healthy || agent.last_error != before) record(work, Action::sync_error, secret, agent.last_error);
  }
  work.transaction.sync_agents().put(agent);
}

Result<void> confirm_rotation(Work& work, const Secret& secret, std::string_view rotation) {
  auto agent = agent_of(work.read(), secret);
  if (!is(agent.pending, rotation)) {
    if (agent.confirmed && agent.confirmed->str() == rotation) return {};
    return not_pending();
  }
  const NewValue value{open_pending(work.read(), work.keyring, secret, agent), {"password", "username"}};
  const auto promoted = put_version(work, secret.vault, secret.id, value, std::nullopt);
  if (!promoted) return std::unexpected(promoted.error());
  agent.confirmed = agent.pending->id;
  agent.pending.reset();
  agent.last_error.clear();
  agent.last_error_at.reset();
  work.transaction.sync_agents().put(agent);
  record(work, Action::sync_confirm, secret,
         std::string(rotation) + ", version " + std::to_string(promoted->version));
  return {};
}

Result<void> reject_rotation(Work& work, const Secret& secret, std::string_view rotation, std::string_view error) {
  auto agent = agent_of(work.read(), secret);
  if (!is(agent.pending, rotation)) return not_pending();
  keep_error(work, secret, agent, error);
  agent.pending.reset();
  work.transaction.sync_agents().put(agent);
  record(work, Action::sync_reject, secret, std::string(rotation) + ": " + agent.last_error);
  return {};
}

}  // namespace signet::vault
