// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"
#include "definitions.hpp"
#include "export_format.hpp"
#include "machine_access.hpp"
#include "selection.hpp"

namespace signet::cli {
namespace {

Result<SecretBytes> formatted(const std::string& format, std::span<const Variable> variables) {
  if (format == "json") return to_json_object(variables);
  if (format == "yaml") return to_yaml(variables);
  if (format == "dotenv") return to_dotenv(variables);
  return to_shell(variables);
}

}  // namespace

Action define_export(CLI::App& command) {
  const Selection selection(command, Selection::Offer::scopes);
  const MachineAccess access(command, MachineAccess::Offer::cache_and_enrolment);
  const auto format = choice(command, "--format", {"env", "json", "yaml", "dotenv"},
                             "env (for a shell's eval, the default), json, yaml or dotenv");
  const auto last_wins = flag(command, "--last-wins", "Of secrets that come out under one name, take the last");
  const auto allowed = options(command, "--allow-env", "NAME", "Take a name that programs obey. Repeatable");
  return [=](Session& session) -> Result<void> {
    auto client = access.open(session);
    if (!client) return std::unexpected(client.error());
    const auto secrets = selection.read(*client);
    if (!secrets) return std::unexpected(secrets.error());
    const auto variables = variables_of(*secrets, *last_wins ? Collisions::last_wins : Collisions::refuse);
    if (!variables) return std::unexpected(variables.error());
    const std::string chosen = !format->empty() ? *format : session.json() ? "json" : "env";
    if (chosen == "env" || chosen == "dotenv") {
      if (const auto fits = check_for_environment(*variables, *allowed); !fits) return fits;
    }
    const auto text = formatted(chosen, *variables);
    if (!text) return std::unexpected(text.error());
    MachineAccess::warn(session, *client, secrets->empty() ? std::nullopt : secrets->front().cached_at);
    session.console().out(text->expose_text());
    return {};
  };
}

}  // namespace signet::cli
