// SPDX-License-Identifier: Apache-2.0
// One-time links. Value and passphrase never stand in the command line.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"

#include <fmt/format.h>

#include <charconv>

namespace signet::cli {
namespace {

using client::VaultAdmin;

constexpr std::size_t kMostPassphrase = 1024;

}  // namespace

Action define_once_list(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.links(*project, page); });
  });
}

Action define_once_create(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project that it is made in");
  const auto life = duration(command, "--for", "How long it can be opened: 60s to 24h (1h)");
  const auto name = option(command, "--name", "NAME", "What operators see of it");
  const auto ask = flag(command, "--passphrase", "Ask for a passphrase that the reader must know");
  const auto file = option(command, "--passphrase-file", "FILE", "Take the passphrase from a file");
  const ValueArguments value(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    client::NewLink link{.life = life->value_or(std::chrono::hours(1))};
    if (!name->empty()) link.name = *name;
    auto given = value.read(session);
    if (!given) return std::unexpected(given.error());
    auto* single = std::get_if<SecretBytes>(&*given);
    if (!single) return fail("a one-time link has one value, no fields");
    link.value = std::move(*single);
    if (!file->empty()) {
      auto read = read_input(session.console(), *file, kMostPassphrase);
      if (!read) return std::unexpected(read.error());
      link.passphrase = trimmed(*read);
    } else if (*ask) {
      auto typed = session.console().ask_hidden("Passphrase");
      if (!typed) return std::unexpected(typed.error());
      link.passphrase = std::move(*typed);
    }
    auto made = vault.create_link(*project, link);
    if (!made) return std::unexpected(made.error());
    // A server without a public address is reached where we reach it.
    if (made->url.expose_text().starts_with('/')) {
      const auto who = session.operator_identity();
      if (!who) return std::unexpected(who.error());
      auto whole = SecretBytes::from_text(who->api_url);
      whole.append(made->url.expose());
      made->url = std::move(whole);
    }
    return session.show(describe(*made));
  });
}

Action define_once_delete(CLI::App& command) {
  const auto id = positional(command, "LINK", "The link's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("Nobody will be able to open {} any more.", *id));
    return sure ? session.done_result(vault.delete_link(*id), "deleted") : sure;
  });
}

}  // namespace signet::cli
