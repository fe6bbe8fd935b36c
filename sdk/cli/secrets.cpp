// SPDX-License-Identifier: Apache-2.0
// get and list: what machines do.
#include "arguments.hpp"
#include "definitions.hpp"
#include "machine_access.hpp"
#include "printable.hpp"

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
  const MachineAccess access(command, MachineAccess::Offer::cache);
  return [=](Session& session) -> Result<void> {
    auto client = access.open(session);
    if (!client) return std::unexpected(client.error());
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
