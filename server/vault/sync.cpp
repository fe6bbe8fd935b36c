// SPDX-License-Identifier: Apache-2.0
// What operators do with managed secrets, and how what an agent needs is sealed.
#include "vault/sync.hpp"

#include "store/policies.hpp"
#include "store/sync_agents.hpp"
#include "sync_seals.hpp"
#include "vault/policies.hpp"

#include <algorithm>

namespace signet::vault {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// No symbols: what a database's client must not quote, it cannot quote wrongly.
SecretBytes make_password(crypto::Random& random, std::size_t length) {
  SecretBytes password(length);
  for (auto& letter : password.expose_mutable())
    letter = static_cast<std::uint8_t>(kAlphabet[random.below(static_cast<std::uint32_t>(kAlphabet.size()))]);
  return password;
}

std::unexpected<Error> value_is_pending() {
  return refuse(ErrorCode::conflict, "A value is pending: wait for its agent, or cancel the rotation");
}

void record(Work& work, Action action, const SecretId& secret, std::string detail) {
  work.journal.add(action, std::move(detail)).secret_id = secret.str();
}

bool has_login_fields(const Secret& secret) {
  auto names = secret.field_names;
  std::ranges::sort(names);
  return names == std::vector<std::string>{"password", "username"};
}

/// The agent that a write is about, and that nothing is pending for.
Result<SyncAgent> find_idle(Work& work, const VaultId& vault, const SecretId& id) {
  auto agent = find_sync(work.read(), vault, id);
  if (agent && agent->pending) return value_is_pending();
  return agent;
}

}  // namespace

Result<SyncAgent> find_sync(store::Snapshot& snapshot, const VaultId& vault, const SecretId& id) {
  const auto secret = find_secret(snapshot, vault, id);
  if (!secret) return std::unexpected(secret.error());
  auto agent = snapshot.sync_agents().find(id);
  if (!agent) return not_found("managed secret");
  return std::move(*agent);
}

Result<SyncAgent> configure_sync(Work& work, const VaultId& vault, const SecretId& id, const SyncSettings& settings,
                                 const std::optional<AdminLogin>& login) {
  const auto secret = find_secret(work.read(), vault, id);
  if (!secret) return std::unexpected(secret.error());
  const bool managed = secret->kind == SecretKind::managed;
  if (!managed && (secret->kind != SecretKind::standard || !has_login_fields(*secret)))
    return refuse(ErrorCode::conflict, "Only a structured secret with the fields username and password can be managed");
  if (secret->policy)
    if (const auto policy = work.read().policies().find_policy(*secret->policy))
      if (const auto may = may_guard_managed(policy->rules); !may) return std::unexpected(may.error());
  auto known = work.read().sync_agents().find(id);
  if (known && known->pending) return value_is_pending();
  if (!known && !login)
    return std::unexpected(Error{ErrorCode::invalid, "Is missing", "adminUser"});
  std::optional<AdminLogin> kept;
  if (!login) kept = open_login(work.read(), work.keyring, *secret, *known);

  auto agent = known ? std::move(*known) : SyncAgent{.secret = id, .settings = {}, .revision = 0};
  agent.settings = settings;
  agent.revision += 1;
  seal_login(work, *secret, agent, login ? *login : *kept);
  work.transaction.sync_agents().put(agent);
  if (!managed) work.transaction.set_secret_kind(id, SecretKind::managed);
  work.transaction.raise_generation(vault);
  record(work, Action::sync_update, id,
         settings.provider + " at " + settings.host + ":" + std::to_string(settings.port) + ", " +
             settings.managed_username + (login ? ", with a new login" : ""));
  return agent;
}

Result<void> remove_sync(Work& work, const VaultId& vault, const SecretId& id) {
  const auto agent = find_idle(work, vault, id);
  if (!agent) return std::unexpected(agent.error());
  work.transaction.sync_agents().remove(id);
  work.transaction.set_secret_kind(id, SecretKind::standard);
  work.transaction.raise_generation(vault);
  record(work, Action::sync_update, id, "no longer managed");
  return {};
}

Result<SyncAgent> start_rotation(Work& work, const VaultId& vault, const SecretId& id, std::size_t length) {
  auto agent = find_idle(work, vault, id);
  if (!agent) return agent;
  const auto secret = find_secret(work.read(), vault, id);
  if (!secret) return std::unexpected(secret.error());
  agent->rotations += 1;
  agent->pending = PendingValue{.id = RotationId::make(work.random), .started_at = work.now, .value = {},
                                .wrapped_key = {}};
  seal_pending(work, *secret, *agent, make_password(work.random, length));
  work.transaction.sync_agents().put(*agent);
  record(work, Action::sync_start, id, agent->pending->id.str());
  return agent;
}

Result<SyncAgent> cancel_rotation(Work& work, const VaultId& vault, const SecretId& id) {
  auto agent = find_sync(work.read(), vault, id);
  if (!agent) return agent;
  if (!agent->pending) return refuse(ErrorCode::conflict, "No value is pending");
  const auto rotation = agent->pending->id.str();
  agent->pending.reset();
  work.transaction.sync_agents().put(*agent);
  record(work, Action::sync_reject, id, rotation + ": cancelled by an operator");
  return agent;
}

}  // namespace signet::vault
