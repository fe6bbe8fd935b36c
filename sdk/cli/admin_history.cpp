// SPDX-License-Identifier: Apache-2.0
// The versions of a secret, its note, and the trash.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "signet/schema/limits.hpp"

#include <fmt/format.h>

namespace signet::cli {

using client::VaultAdmin;

Action define_secret_versions(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.versions(*secret, page); });
  });
}

Action define_secret_version(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const auto version = number_positional(command, "VERSION", "Its version");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.show_result(vault.version(*secret, *version)); });
}

Action define_secret_rollback(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const auto version = number_positional(command, "VERSION", "The version whose value is wanted again");
  const auto expected = expected_version(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return session.show_result(vault.roll_back(*secret, *version, *expected));
  });
}

Action define_secret_note(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const auto source = option(command, "--set", "FILE", "Replace the note with a file's text, - for standard input");
  const auto remove = flag(command, "--remove", "Remove the note");
  const Confirmation confirmation(command);
  command.get_option("--remove")->excludes("--set");
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    if (*remove) {
      const auto sure = confirmation.ask(session, fmt::format("The note of {} will be gone.", *secret));
      return sure ? session.done_result(vault.put_note(*secret, {}), "removed") : sure;
    }
    if (source->empty()) return session.show_result(vault.note(*secret));
    const auto text = read_input(session.console(), *source, limits::kMaxNote);
    if (!text) return std::unexpected(text.error());
    if (text->empty()) return fail("the note is empty: --remove takes it away");
    return session.done_result(vault.put_note(*secret, *text), "noted");
  });
}

Action define_trash(CLI::App& command) {
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.trash(page); });
  });
}

Action define_secret_restore(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.show_result(vault.restore_secret(*secret)); });
}

Action define_secret_purge(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The id of a deleted secret");
  const auto dry_run = flag(command, "--dry-run", "Only show what would be destroyed");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    if (*dry_run) return session.show_result(vault.preview_purge(*secret));
    const auto sure = confirmation.ask(
        session, fmt::format("All versions of {} will be destroyed. Nothing brings them back.", *secret));
    return sure ? session.show_result(vault.purge_secret(*secret)) : sure;
  });
}

}  // namespace signet::cli
