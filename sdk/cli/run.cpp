// SPDX-License-Identifier: Apache-2.0
#include "run.hpp"

#include "command.hpp"
#include "exit_codes.hpp"
#include "printable.hpp"
#include "session.hpp"
#include "signet/schema/json.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <span>
#include <sstream>

namespace signet::cli {
namespace {

void add_global_options(CLI::App& app, GlobalOptions& options) {
  app.add_flag("--json", options.json, "JSON instead of tables; errors too");
  app.add_option("--print", options.print, "Only this field of what is shown, by its name in JSON: for scripts")
      ->type_name("FIELD");
  app.add_option("--url", options.url, "The server's address, instead of the identity's (SIGNET_URL)")
      ->type_name("URL");
  app.add_option("--identity", options.identity, "Machine: a path or a vault's id (SIGNET_IDENTITY)")
      ->type_name("WHICH");
  app.add_option("--operator", options.operator_, "Operator: a path or a local name (SIGNET_OPERATOR)")
      ->type_name("WHICH");
  app.add_option("--vault", options.vault, "The vault that admin commands mean (SIGNET_VAULT)")->type_name("ID");
  app.add_option("--ca-file", options.ca_file, "Certificate authorities to trust, PEM (SSL_CERT_FILE)")
      ->type_name("FILE");
  app.set_version_flag("--version", "signet " SIGNET_VERSION);
}

CLI::App* find_child(CLI::App& app, const std::string& name) {
  const auto found = app.get_subcommands([&](CLI::App* child) { return child->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

/// Adds what the path ends in. REQUIRES: the groups on the way were added before.
CLI::App& add_path(CLI::App& app, std::string_view path, std::string_view summary) {
  const auto space = path.find(' ');
  if (space == std::string_view::npos) return *app.add_subcommand(std::string(path), std::string(summary));
  return add_path(*find_child(app, std::string(path.substr(0, space))), path.substr(space + 1), summary);
}

void report(Console& console, bool json, const client::Error& error) {
  if (!json) return console.err(fmt::format("signet: {}\n", printable(error.message)));
  Json about{{"kind", json_text(name_of(error.kind))},
             {"message", json_text(error.message)},
             {"status", error.status},
             {"mayHaveHappened", error.may_have_happened}};
  if (error.retry_after) about["retryAfter"] = static_cast<std::uint64_t>(error.retry_after->count());
  console.err(to_public_text({{"error", std::move(about)}}) + "\n");
}

/// Help and version go to standard output; a command line that makes no sense is explained on standard error.
int explain(const CLI::App& app, const CLI::ParseError& reason, Console& console) {
  std::ostringstream out, err;
  const bool wanted = app.exit(reason, out, err) == 0;
  if (wanted)
    console.out(out.str());
  else
    console.err("signet: " + printable(reason.what()) + "; see --help\n");
  return wanted ? 0 : kUsage;
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app("Signet: secrets for machines, by signed requests", "signet");
  app.fallthrough()->require_subcommand(1);
  app.footer(exit_code_help());
  GlobalOptions options;
  add_global_options(app, options);
  // Exactly one everywhere: so a project may be called "list" without being taken for a command.
  for (const auto& group : all_groups()) add_path(app, group.path, group.summary).require_subcommand(1);
  Action chosen;
  for (const auto& command : all_commands()) {
    auto& child = add_path(app, command.path, command.summary);
    child.final_callback([&chosen, action = command.define(child)] { chosen = action; });
  }

  const std::span<char*> words(argv, static_cast<std::size_t>(argc));
  const auto dashes = std::ranges::find(words, std::string_view("--"));
  if (dashes != words.end()) options.words_after_dashes.assign(dashes + 1, words.end());

  Console console;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& reason) {
    return explain(app, reason, console);
  }
  Session session(options, console, client::process_environment());
  const auto done = chosen(session);
  if (done) return session.exit_code();
  report(console, options.json, done.error());
  return exit_code_of(done.error());
}

}  // namespace signet::cli
