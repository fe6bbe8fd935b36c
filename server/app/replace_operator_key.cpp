// SPDX-License-Identifier: Apache-2.0
#include "replace_operator_key.hpp"

#include "audit/audit.hpp"
#include "vault/keys.hpp"

#include <fmt/format.h>

namespace signet::app {

Result<std::vector<std::string>> replace_operator_key(store::Transaction& transaction, const ProvenKey& given,
                                                      crypto::Random& random, Instant now) {
  const auto who = transaction.read().find_operator(given.id);
  if (!who || !who->root)
    return fail(ExitCode::usage, fmt::format("--root-operator: {} is no root operator in this backup; a restore "
                                             "without this flag says who is",
                                             given.id.str()));
  const keyring::Keyring no_keys(random);
  const auto installation = transaction.read().load_installation().id.str();
  vault::Journal journal{.base = {.action = Action::key_rotate, .log = installation}};
  vault::Work work{transaction, no_keys, random, now, journal};
  const auto replaced = vault::replace_key(work, given.id, vault::next_key(given.key));
  if (!replaced) return fail(ExitCode::usage, fmt::format("--operator-key: {}", replaced.error().message));
  std::vector<std::string> texts;
  for (auto& event : journal.events) {
    event.detail += fmt::format("; of {} {}, on the host, at a restore", who->id.str(), who->name);
    audit::append(transaction, event, now);
    texts.push_back(fmt::format("Recorded as {}: {}", info(event.action).name, event.detail));
  }
  return texts;
}

}  // namespace signet::app
