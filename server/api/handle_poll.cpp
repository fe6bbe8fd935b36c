// SPDX-License-Identifier: Apache-2.0
// Watching secrets. `changes` is always an object: a public client dies without one.
#include "handlers.hpp"
#include "input.hpp"
#include "respond.hpp"
#include "signet/schema/limits.hpp"
#include "vault/poll.hpp"

namespace signet::api {
namespace {

std::string_view name_of(vault::Attention attention) {
  switch (attention) {
    case vault::Attention::changed: return "changed";
    case vault::Attention::deleted: return "deleted";
    case vault::Attention::access_denied: return "access_denied";
  }
  std::unreachable();
}

Response poll_response(const vault::Polled& polled) {
  Json changes = Json::object();
  for (const auto& [secret, attention] : polled.changes)
    changes[SecretString(secret)] = Json{{"status", json_text(name_of(attention))}};
  return json_response(200, Json{{"changes", std::move(changes)}});
}

/// Nothing if there is something to say already, or no time to wait.
std::optional<Wait> wait_for(const vault::Polled& polled, const vault::Watch& watch, std::chrono::seconds time) {
  if (!polled.changes.empty() || time == std::chrono::seconds(0)) return std::nullopt;
  return Wait{time, {.vault = watch.vault.str(), .identity = watch.machine.str(), .secrets = watch.secrets}};
}

}  // namespace

Reply poll_secrets(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  vault::Watch watch{.machine = call.machine().machine.id,
                     .vault = call.machine().machine.vault,
                     .secrets = input.required_texts("watch", limits::kMaxWatched)};
  const auto wait = input.wait();
  if (auto error = input.error()) return *error;
  const auto polled = vault::poll(call.snapshot, watch);
  if (polled.unknown.empty()) {
    Reply reply(poll_response(polled));
    reply.wait = wait_for(polled, watch, wait);
    return reply;
  }
  return Change([watch = std::move(watch), wait](vault::Work& work) -> vault::Result<Written> {
    const auto settled = vault::poll_in_commit(work, watch);
    return Written{.response = poll_response(settled), .wait = wait_for(settled, watch, wait)};
  });
}

}  // namespace signet::api
