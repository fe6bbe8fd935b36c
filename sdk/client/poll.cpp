// SPDX-License-Identifier: Apache-2.0
#include "decode.hpp"
#include "signet/client/client.hpp"
#include "signet/schema/json.hpp"

#include <algorithm>

namespace signet::client {
namespace {

constexpr std::chrono::seconds kLongestWait{60};

std::optional<SecretEvent> parse_event(std::string_view status) {
  if (status == "changed") return SecretEvent::changed;
  if (status == "deleted") return SecretEvent::deleted;
  if (status == "access_denied") return SecretEvent::access_denied;
  return std::nullopt;
}

/// A status that this version has not heard of says nothing to it.
Result<std::map<std::string, SecretEvent>> read_changes(const Answer& answer) {
  const auto json = body_object(answer.response, answer.what);
  if (!json) return std::unexpected(json.error());
  const Json* changes = find_member(*json, "changes");
  if (changes == nullptr || !changes->is_object()) return unexpected_answer(answer, "changes");
  std::map<std::string, SecretEvent> events;
  for (const auto& [id, change] : changes->items()) {
    const auto* status = change.is_object() ? find_text(change, "status") : nullptr;
    if (status == nullptr) return unexpected_answer(answer, "status");
    if (const auto event = parse_event(*status)) events.emplace(std::string_view(id), *event);
  }
  return events;
}

}  // namespace

Result<std::map<std::string, SecretEvent>> Client::poll(std::span<const std::string> secret_ids,
                                                        std::chrono::seconds wait, std::stop_token stop) {
  Json ids = Json::array();
  for (const auto& id : secret_ids) ids.push_back(json_text(id));
  Json body{{"watch", std::move(ids)}};
  const auto held = std::clamp(wait, std::chrono::seconds(0), kLongestWait);
  if (held.count() > 0) body["wait"] = static_cast<std::uint64_t>(held.count());
  const auto answer =
      exchange_->ask(Target("/v1/secrets/poll"), body, {.repeats = 0, .patience = held, .stop = std::move(stop)});
  if (!answer) return std::unexpected(answer.error());
  return read_changes(*answer);
}

}  // namespace signet::client
