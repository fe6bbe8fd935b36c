// SPDX-License-Identifier: Apache-2.0
// Secrets, never their values out again, and grants.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"

#include <fmt/format.h>

namespace signet::cli {

using client::VaultAdmin;

Action define_secret_list(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.secrets(*project, page); });
  });
}

Action define_secret_create(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const auto name = positional(command, "NAME", "The secret's name");
  const ValueArguments value(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto given = value.read(session);
    if (!given) return std::unexpected(given.error());
    return session.show_result(vault.create_secret(*project, *name, *given));
  });
}

Action define_secret_show(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.secret(*id)); });
}

Action define_secret_rename(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  const auto name = positional(command, "NAME", "Its new name");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.show_result(vault.rename_secret(*id, *name)); });
}

Action define_secret_put(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  const ValueArguments value(command);
  const auto expected = expected_version(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto given = value.read(session);
    if (!given) return std::unexpected(given.error());
    return session.show_result(vault.put_version(*id, *given, *expected));
  });
}

Action define_secret_delete(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("No machine will be able to read {}.", *id));
    return sure ? session.done_result(vault.delete_secret(*id), "deleted") : sure;
  });
}

Action define_grant_list(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.grants(*secret, page); });
  });
}

Action define_grant_add(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const auto machine = positional(command, "MACHINE", "The machine's id; it must be in the secret's project");
  const auto kind = choice(command, "--kind", {"read", "agent"}, "read if nothing is said; agent: also for its agent");
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return session.show_result(
        vault.grant(*secret, *machine, client::parse_grant_kind(*kind).value_or(client::GrantKind::read)));
  });
}

Action define_grant_remove(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const auto machine = positional(command, "MACHINE", "The machine's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("{} will no longer read {}.", *machine, *secret));
    return sure ? session.done_result(vault.revoke_grant(*secret, *machine), "removed") : sure;
  });
}

}  // namespace signet::cli
