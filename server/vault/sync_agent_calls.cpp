// SPDX-License-Identifier: Apache-2.0
// What the agent of a managed secret calls.
#include "redact.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"
#include "store/sync_agents.hpp"
#include "sync_seals.hpp"
#include "vault/gate.hpp"
#include "versions.hpp"

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

/// The password of a JSON object of fields.
SecretBytes password_of(const SecretBytes& value) {
  const auto fields = parse_json_object(value.expose());
  const auto* password = fields ? find_text(*fields, "password") : nullptr;
  return password ? SecretBytes::from_text(*password) : SecretBytes();
}

/// Databases quote what they were told, so what an agent says of an error may hold a password.
std::string harmless(Work& work, const Secret& secret, const SyncAgent& agent, std::string_view error) {
  std::string text(error);
  std::vector<SecretBytes> passwords;
  passwords.push_back(open_login(work.read(), work.keyring, secret, agent).password);
  passwords.push_back(password_of(open_value(work.read(), work.keyring, secret)));
  if (agent.pending) passwords.push_back(password_of(open_pending(work.read(), work.keyring, secret, agent)));
  // The longest first: of one that begins with another, the rest would stay.
  std::ranges::sort(passwords, std::ranges::greater(), &SecretBytes::size);
  for (const auto& password : passwords)
    if (password.size() >= kWorthHiding) redact(text, password.expose_text());
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

std::unexpected<Error> not_pending() {
  return std::unexpected(Error{ErrorCode::conflict, "This rotation is not pending", "rotationId"});
}

bool is(const std::optional<PendingValue>& pending, std::string_view rotation) {
  return pending && pending->id.str() == rotation;
}

/// What is the agent's, of a secret that the machine was let through to.
Result<Secret> for_agent(store::Snapshot& snapshot, const ReadAttempt& attempt, Result<Secret> secret,
                         Journal& journal) {
  if (!secret) return secret;
  if (snapshot.find_grant(attempt.machine, secret->id) != GrantKind::agent) {
    journal.add(Action::secret_read_denied, "no grant for an agent").secret_id = secret->id.str();
    return refuse(ErrorCode::forbidden, "This machine is not an agent of that secret");
  }
  if (secret->kind != SecretKind::managed) return not_found("managed secret");
  return secret;
}

}  // namespace

Result<Secret> may_report(store::Snapshot& snapshot, const ReadAttempt& attempt, Instant now, Journal& journal) {
  auto secret = find_granted(snapshot, attempt, journal);
  if (!secret) return secret;
  auto denied = check_frozen(*secret);
  if (!denied) denied = check_signature(snapshot, *secret, attempt.signature, now);
  if (denied) {
    journal.add(Action::secret_read_denied, denied->reason).secret_id = secret->id.str();
    return std::unexpected(std::move(denied->error));
  }
  return for_agent(snapshot, attempt, std::move(secret), journal);
}

Result<SyncConfig> read_sync_config(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                    const ReadAttempt& attempt, Instant now, Journal& journal) {
  const auto secret = for_agent(snapshot, attempt, may_read(snapshot, attempt, now, journal), journal);
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
