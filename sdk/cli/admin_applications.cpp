// SPDX-License-Identifier: Apache-2.0
// Applications: groups of projects.
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

namespace signet::cli {

using client::VaultAdmin;

Action define_application_list(CLI::App& command) {
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.applications(page); });
  });
}

Action define_application_create(CLI::App& command) {
  const auto name = positional(command, "NAME", "Its name");
  const auto prod = option(command, "--prod", "NAME", "Its first project; usual is \"NAME Prod\"");
  const auto staging = option(command, "--staging", "NAME", "Its second project; usual is \"NAME Staging\"");
  const auto dev = option(command, "--dev", "NAME", "Its third project; usual is \"NAME Dev\"");
  return in_vault([=](Session& session, VaultAdmin& vault) {
    const auto or_usual = [&](const Text& given, const char* stage) {
      return given->empty() ? fmt::format("{} {}", *name, stage) : *given;
    };
    std::vector<std::string> projects;
    if (!prod->empty() || !staging->empty() || !dev->empty())
      projects = {or_usual(prod, "Prod"), or_usual(staging, "Staging"), or_usual(dev, "Dev")};
    return session.show_result(vault.create_application(*name, projects));
  });
}

Action define_application_show(CLI::App& command) {
  const auto id = positional(command, "APPLICATION", "The application's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.application(*id)); });
}

Action define_application_rename(CLI::App& command) {
  const auto id = positional(command, "APPLICATION", "The application's id");
  const auto name = positional(command, "NAME", "Its new name");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.show_result(vault.rename_application(*id, *name)); });
}

Action define_application_delete(CLI::App& command) {
  const auto id = positional(command, "APPLICATION", "The application's id");
  const auto dry_run = flag(command, "--dry-run", "Only show what would be gone");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    if (*dry_run) return session.show_result(vault.application(*id));
    if (const auto sure = confirmation.ask(session, fmt::format("{} and its three projects will be gone.", *id)); !sure)
      return sure;
    return session.done_result(vault.delete_application(*id), "deleted");
  });
}

}  // namespace signet::cli
