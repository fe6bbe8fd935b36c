// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::AdminClient;
using client::VaultAdmin;

/// A vault that is named, or the one that is meant.
template <class Work>
Action in_named_vault(Text id, Work work) {
  return [=](Session& session) -> Result<void> {
    if (id->empty()) return in_vault(work)(session);
    auto admin = session.admin();
    if (!admin) return std::unexpected(admin.error());
    auto vault = admin->vault(*id);
    return work(session, vault);
  };
}

}  // namespace

Action define_vault_list(CLI::App& command) {
  const Paging paging(command);
  return as_operator([=](Session& session, AdminClient& admin) {
    return paging.show(session, [&](const auto& page) { return admin.vaults(page); });
  });
}

Action define_vault_create(CLI::App& command) {
  const auto name = positional(command, "NAME", "Its name");
  return as_operator(
      [=](Session& session, AdminClient& admin) { return session.show_result(admin.create_vault(*name)); });
}

Action define_vault_show(CLI::App& command) {
  const auto id = optional_positional(command, "VAULT", "The vault's id (the one that --vault means)");
  return in_named_vault(id, [](Session& session, VaultAdmin& vault) { return session.show_result(vault.show()); });
}

Action define_vault_suspend(CLI::App& command) {
  const auto id = optional_positional(command, "VAULT", "The vault's id (the one that --vault means)");
  const Confirmation confirmation(command);
  return in_named_vault(id, [=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("No machine of {} will get a secret.", vault.vault_id()));
    return sure ? session.show_result(vault.suspend()) : sure;
  });
}

Action define_vault_resume(CLI::App& command) {
  const auto id = optional_positional(command, "VAULT", "The vault's id (the one that --vault means)");
  return in_named_vault(id, [](Session& session, VaultAdmin& vault) { return session.show_result(vault.resume()); });
}

}  // namespace signet::cli
