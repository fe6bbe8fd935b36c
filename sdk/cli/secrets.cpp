// SPDX-License-Identifier: Apache-2.0
// get and list: what machines do.
#include "arguments.hpp"
#include "definitions.hpp"
#include "machine_access.hpp"
#include "printable.hpp"
#include "signet/client/pins.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

/// Byte for byte for a program; for a person what a terminal can show, and a line of its own.
void print_value(Console& console, const SecretBytes& value) {
  if (!console.out_is_terminal()) return console.out(value.expose_text());
  console.out(printable_lines(value.expose_text()));
  if (!value.expose_text().ends_with('\n')) console.out("\n");
}

Result<void> show_value(Session& session, const Record& about, const SecretBytes& value) {
  if (!session.json() && !session.prints_field()) {
    print_value(session.console(), value);
    return {};
  }
  Record record = about;
  record.push_back(text("value", value.expose_text()));
  return session.show(record);
}

Result<void> get_whole(Session& session, client::Client& client, const std::string& id) {
  const auto secret = client.get(id);
  if (!secret) return std::unexpected(secret.error());
  MachineAccess::warn(session, client, secret->cached_at);
  return show_value(session, {text("secretId", id), number("version", secret->version)}, secret->value);
}

/// Whose bundles a secret has, is remembered beside the identity: authors.json.
Result<void> get_end_to_end(Session& session, client::Client& client, const std::string& id,
                            const std::string& author) {
  const auto secret = client.get_end_to_end(id);
  if (!secret) return std::unexpected(secret.error());
  if (!author.empty() && author != secret->author_fingerprint)
    return fail(fmt::format("{} was sealed by {}, not by the author that you named", id, secret->author_fingerprint));
  const auto pinned = client::check_pin(client.identity().folder / "authors.json", id,
                                        {.fingerprint = secret->author_fingerprint, .number = secret->version},
                                        author.empty() ? client::Unlike::refuse : client::Unlike::trust_anew);
  if (!pinned) return pinned;
  return show_value(session, {text("secretId", id), number("version", secret->version),
                              text("author", secret->author_fingerprint)}, secret->value);
}

Result<void> get_field(Session& session, client::Client& client, const std::string& id, const std::string& name) {
  const auto secret = client.get_fields(id);
  if (!secret) return std::unexpected(secret.error());
  MachineAccess::warn(session, client, secret->cached_at);
  const auto found = secret->fields.find(name);
  if (found != secret->fields.end()) {
    const Record about{text("secretId", id), number("version", secret->version), text("field", name)};
    return show_value(session, about, found->second);
  }
  std::string names;
  for (const auto& [other, value] : secret->fields) names += (names.empty() ? "" : ", ") + other;
  return std::unexpected(client::Error{
      .kind = client::ErrorKind::not_found,
      .message = fmt::format("{} has no field \"{}\"; it has {}", id, name, names.empty() ? "none" : names)});
}

}  // namespace

Action define_get(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  const auto field = option(command, "--field", "NAME", "One field of a structured secret");
  const auto end_to_end = flag(command, "--end-to-end", "It was sealed to this machine by its author");
  const auto author = option(command, "--author", "FINGERPRINT", "With --end-to-end: whose key must have signed it");
  const MachineAccess access(command, MachineAccess::Offer::cache);
  return [=](Session& session) -> Result<void> {
    if (!*end_to_end && !author->empty()) return fail("--author goes with --end-to-end");
    if (*end_to_end && !field->empty()) return fail("an end-to-end secret has no fields");
    auto client = access.open(session);
    if (!client) return std::unexpected(client.error());
    if (*end_to_end) return get_end_to_end(session, *client, *id, *author);
    return field->empty() ? get_whole(session, *client, *id) : get_field(session, *client, *id, *field);
  };
}

Action define_list(CLI::App&) {
  return [](Session& session) -> Result<void> {
    auto client = session.machine();
    if (!client) return std::unexpected(client.error());
    const auto items = client->list();
    if (!items) return std::unexpected(items.error());
    std::vector<Record> records;
    for (const auto& item : *items) records.push_back(describe(item));
    return session.show(records);
  };
}

}  // namespace signet::cli
