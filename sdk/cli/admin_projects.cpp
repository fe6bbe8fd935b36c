// SPDX-License-Identifier: Apache-2.0
// Projects and their members.
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

namespace signet::cli {

using client::VaultAdmin;

Action define_project_list(CLI::App& command) {
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.projects(page); });
  });
}

Action define_project_create(CLI::App& command) {
  const auto name = positional(command, "NAME", "Its name");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.show_result(vault.create_project(*name)); });
}

Action define_project_show(CLI::App& command) {
  const auto id = positional(command, "PROJECT", "The project's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.project(*id)); });
}

Action define_project_rename(CLI::App& command) {
  const auto id = positional(command, "PROJECT", "The project's id");
  const auto name = positional(command, "NAME", "Its new name");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.show_result(vault.rename_project(*id, *name)); });
}

Action define_project_delete(CLI::App& command) {
  const auto id = positional(command, "PROJECT", "The project's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    if (const auto sure = confirmation.ask(session, fmt::format("The project {} will be gone.", *id)); !sure)
      return sure;
    return session.done_result(vault.delete_project(*id), "deleted");
  });
}

Action define_member_list(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.members(*project, page); });
  });
}

Action define_member_add(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const auto machine = positional(command, "MACHINE", "The machine's id");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.show_result(vault.add_member(*project, *machine)); });
}

Action define_member_remove(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const auto machine = positional(command, "MACHINE", "The machine's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("{} will lose every secret of {}.", *machine, *project));
    return sure ? session.done_result(vault.remove_member(*project, *machine), "removed") : sure;
  });
}

}  // namespace signet::cli
