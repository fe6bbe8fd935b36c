// SPDX-License-Identifier: Apache-2.0
// The vault's settings, frozen projects, canaries.
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::CanarySettings;
using client::VaultAdmin;

const std::vector<std::string> kOnOff{"on", "off"};

std::optional<bool> on_or_off(const Text& text) {
  if (text->empty()) return std::nullopt;
  return *text == "on";
}

struct CanaryArguments {
  Text armed, project, related;

  explicit CanaryArguments(CLI::App& command)
      : armed(choice(command, "--armed", kOnOff, "Whether a read sets it off (on)")),
        project(choice(command, "--freeze-project", kOnOff, "Whether that freezes its project (on)")),
        related(choice(command, "--freeze-related", kOnOff, "And every project that shares a machine with it (off)")) {}

  [[nodiscard]] CanarySettings read() const { return {on_or_off(armed), on_or_off(project), on_or_off(related)}; }
};

}  // namespace

Action define_vault_settings(CLI::App& command) {
  const auto enabled = choice(command, "--allow-list", kOnOff, "Whether only machines of these networks are let in");
  const auto networks = std::make_shared<std::optional<std::vector<std::string>>>();
  command
      .add_option_function<std::vector<std::string>>(
          "--network", [=](const std::vector<std::string>& said) { *networks = said; },
          "The whole list, as in 10.0.0.0/8; repeatable")
      ->type_name("NETWORK")
      ->delimiter(',')
      ->allow_extra_args(false);
  const auto none = flag(command, "--no-networks", "Empty the list");
  const auto overlap = duration(command, "--key-overlap", "How long a machine's key stays good after it was replaced");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    client::VaultSettingsChange change{.ip_allowlist_enabled = on_or_off(enabled), .ip_allowlist_cidrs = *networks};
    if (*none) change.ip_allowlist_cidrs.emplace();
    if (*overlap) change.key_overlap_seconds = static_cast<std::uint64_t>((*overlap)->count());
    const bool shuts_out = change.ip_allowlist_enabled || change.ip_allowlist_cidrs;
    if (!shuts_out && !change.key_overlap_seconds) return session.show_result(vault.settings());
    if (!shuts_out) return session.show_result(vault.change_settings(change));
    const auto sure = confirmation.ask(session, "Machines that come from elsewhere will be shut out.");
    return sure ? session.show_result(vault.change_settings(change)) : sure;
  });
}

Action define_project_freeze(CLI::App& command) {
  const auto id = positional(command, "PROJECT", "The project's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("No machine will get a secret of {} any more.", *id));
    return sure ? session.show_result(vault.freeze_project(*id)) : sure;
  });
}

Action define_project_unfreeze(CLI::App& command) {
  const auto id = positional(command, "PROJECT", "The project's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("The machines of {} will get its secrets again.", *id));
    return sure ? session.show_result(vault.unfreeze_project(*id)) : sure;
  });
}

Action define_canary_list(CLI::App& command) {
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.canaries(page); });
  });
}

Action define_canary_create(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const auto name = positional(command, "NAME", "A name that is worth stealing");
  const CanaryArguments settings(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return session.show_result(vault.create_canary(*project, *name, settings.read()));
  });
}

Action define_canary_show(CLI::App& command) {
  const auto id = positional(command, "CANARY", "The canary's id, a secret's");
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.canary(*id)); });
}

Action define_canary_set(CLI::App& command) {
  const auto id = positional(command, "CANARY", "The canary's id, a secret's");
  const CanaryArguments settings(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return session.show_result(vault.change_canary(*id, settings.read()));
  });
}

}  // namespace signet::cli
