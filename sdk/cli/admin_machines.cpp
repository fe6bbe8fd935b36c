// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"
#include "definitions.hpp"
#include "printable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signet::cli {
namespace {

using client::Machine;
using client::VaultAdmin;

/// As people copy it: with spaces or colons, in any case.
std::string plain_hex(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == ':') continue;
    out += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

Result<void> confirm_fingerprint(Session& session, const Machine& machine, const std::string& expected,
                                 const Confirmation& confirmation) {
  if (!expected.empty()) {
    if (plain_hex(expected) == machine.fingerprint) return {};
    return fail(fmt::format("the fingerprints differ, so this is another key: {} has {}; it was not approved",
                            machine.machine_id, machine.fingerprint));
  }
  session.hint(printable_lines(to_lines(describe(machine))));
  return confirmation.ask(session, "Does the machine itself show this fingerprint (signet whoami)?");
}

template <class Change>
Action change_machine(CLI::App& command, const char* question, Change change) {
  const auto id = positional(command, "MACHINE", "The machine's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("{} {}", *id, question));
    return sure ? change(session, vault, *id) : sure;
  });
}

}  // namespace

Action define_machine_list(CLI::App& command) {
  const auto state = choice(command, "--state", {"pending", "approved", "disabled"}, "Only these");
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session,
                       [&](const auto& page) { return vault.machines(client::parse_machine_state(*state), page); });
  });
}

Action define_machine_show(CLI::App& command) {
  const auto id = positional(command, "MACHINE", "The machine's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.machine(*id)); });
}

Action define_machine_approve(CLI::App& command) {
  const auto id = positional(command, "MACHINE", "The machine's id");
  const auto fingerprint = option(command, "--fingerprint", "HEX", "What it must be, instead of asking");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto machine = vault.machine(*id);
    if (!machine) return std::unexpected(machine.error());
    const auto sure = confirm_fingerprint(session, *machine, *fingerprint, confirmation);
    return sure ? session.show_result(vault.approve_machine(*id)) : sure;
  });
}

Action define_machine_deny(CLI::App& command) {
  return change_machine(command, "will be turned away.", [](Session& session, VaultAdmin& vault, const auto& id) {
    return session.done_result(vault.deny_machine(id), "denied");
  });
}

Action define_machine_disable(CLI::App& command) {
  return change_machine(command, "will get no more secrets until it is enabled.",
                        [](Session& session, VaultAdmin& vault, const auto& id) {
                          return session.show_result(vault.disable_machine(id));
                        });
}

Action define_machine_enable(CLI::App& command) {
  const auto id = positional(command, "MACHINE", "The machine's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.enable_machine(*id)); });
}

Action define_machine_revoke(CLI::App& command) {
  const auto id = positional(command, "MACHINE", "The machine's id");
  const auto dry_run = flag(command, "--dry-run", "Only show what would go");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    if (*dry_run) return session.show_result(vault.preview_revocation(*id));
    const auto sure = confirmation.ask(session, fmt::format("{} will be gone for good, and its key with it.", *id));
    return sure ? session.done_result(vault.revoke_machine(*id), "revoked") : sure;
  });
}

Action define_machine_extend(CLI::App& command) {
  const auto id = positional(command, "MACHINE", "The machine's id");
  const auto life = duration(command, "--life", "How long from now, more or less than before: 90s, 30m, 24h, 7d");
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    if (!*life) return fail("--life is missing, such as 7d");
    return session.show_result(vault.extend_machine(*id, **life));
  });
}

Action define_machine_rename(CLI::App& command) {
  const auto id = positional(command, "MACHINE", "The machine's id");
  const auto name = positional(command, "NAME", "Its new name");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.show_result(vault.rename_machine(*id, *name)); });
}

}  // namespace signet::cli
