// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.hpp"

#include "api/describe_routes.hpp"
#include "app/process.hpp"
#include "commands.hpp"
#include "progress_line.hpp"
#include "store/store.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <functional>
#include <iterator>
#include <ostream>

namespace signet::app {
namespace {

constexpr std::string_view kVersion = SIGNET_VERSION;

struct Parsed {
  Sources sources;
  std::vector<std::string> set;  // key=value
  InitFlags init;
  std::string port_file;
  bool defaults = false;
  LockoutChoice lockouts;
  CopyFlags copy;
  WayFlags serve_way;
  SlotFlags slot;
  ArchiveFlags archive;
};

struct Console {
  const Environment& environment;
  std::ostream& out;
  std::ostream& err;

  ExitCode say(ExitCode code, std::string_view message) const {
    err << "signetd: " << message << '\n';
    return code;
  }
  ExitCode say(const Answer& answer) const {
    if (!answer) return say(answer.error().code, answer.error().message);
    out << *answer << std::flush;
    return out ? ExitCode::done : say(ExitCode::machine, "standard output cannot be written");
  }
};

using Command = std::function<ExitCode(const Settings&)>;

std::string footer() {
  std::string text = "Exit codes:\n";
  for (const auto& [code, meaning] : kExitCodes)
    fmt::format_to(std::back_inserter(text), "  {}  {}\n", static_cast<int>(code), meaning);
  return text;
}

void add_settings(CLI::App& command, Parsed& parsed) {
  const auto* group = "Settings";
  command.add_option("--config", parsed.sources.file, "File to read (SIGNET_CONFIG)")->group(group);
  for (const auto& key : keys()) {
    if (key.flag.empty()) continue;
    const auto add = [&parsed, &key](const std::string& value) {
      parsed.sources.flags.push_back({std::string(key.name), value, std::string(key.flag)});
    };
    command
        .add_option_function<std::string>(std::string(key.flag), add,
                                          fmt::format("{} ({})", key.name, variable_of(key)))
        ->group(group);
  }
  command.add_option("--set", parsed.set, "key=value: any setting")->allow_extra_args(false)->group(group);
}

/// All three of its flags, or none.
CLI::Option* add_given_key(CLI::App& command, GivenKey& given, const char* id_flag, const char* id_text) {
  auto* id = command.add_option(id_flag, given.operator_id, id_text);
  auto* key =
      command.add_option("--operator-key", given.public_key, "Public key (PEM) made on the operator's own machine");
  key->check([](const std::string& file) { return std::string(file.empty() ? "no file is named" : ""); });
  auto* proof = command.add_option("--operator-proof", given.proof, "What `signet key prove` said, base64");
  id->needs(key);
  proof->needs(key);
  return key->needs(id)->needs(proof);
}

void add_init(CLI::App& command, InitFlags& flags) {
  command.add_option("--vault-name", flags.request.vault_name, "Name of the first vault")->capture_default_str();
  command.add_option("--operator-name", flags.request.operator_name, "Name of the first operator")
      ->capture_default_str();
  auto* folder = command.add_option("--operator-dir", flags.operator_dir,
                                    "Where the operator's key goes (SIGNET_HOME or ~/.signet, operators/default)");
  add_given_key(command, flags.given, "--operator-id", "The id that the proof is for")->excludes(folder);
  command.add_flag("--json", flags.json, "Answer with one JSON object");
}

void add_lockout(CLI::App& command, LockoutChoice& choice) {
  auto* which = command.add_option_group("which")->require_option(1);
  which->add_option("--address", choice.address, "Of an address, or a network as `lockout list` shows it");
  which->add_option("--id", choice.identity, "Of a machine's or an operator's id");
  which->add_flag("--all", choice.all, "All of them");
}

void add_way(CLI::App& command, WayFlags& flags) {
  auto* passphrase = command.add_option("--passphrase-file", flags.passphrase_file,
                                        "Open a slot with this passphrase; /dev/stdin where it is piped in");
  auto* recovery = command.add_option("--recovery-key", flags.recovery_key, "Open a slot with this private key")
                       ->excludes(passphrase);
  command.add_option("--shares-file", flags.shares_file, "Open a slot with these shares, a line each")
      ->excludes(passphrase)
      ->excludes(recovery);
}

void add_restore(CLI::App& command, CopyFlags& flags) {
  command.add_option("FILE", flags.from, "The backup")->required();
  command.add_option("DIR", flags.to, "The data folder, which is not there or empty")->required();
  auto* enabled =
      command.add_flag("--keep-enabled", flags.keep_enabled,
                       "Let machines and operators in at once, also those that were revoked after the backup");
  add_given_key(command, flags.root_operator, "--root-operator",
                "Id of a root operator of the backup, who gets another key; holds all other roots too")
      ->excludes(enabled);
  add_way(command, flags.way);
}

void add_verify(CLI::App& command, CopyFlags& flags) {
  command.add_option("DIR|FILE", flags.from, "A data folder, or a backup")->required();
  add_way(command, flags.way);
}

void add_new_slot(CLI::App& command, SlotFlags& flags) {
  command.add_option("KIND", flags.kind, "file, credential, passphrase, recovery or shares")
      ->required()
      ->check(CLI::IsMember({"file", "credential", "passphrase", "recovery", "shares"}));
  command.add_option("--file", flags.file,
                     "file, credential, shares: made, with the key or the shares; passphrase: holds it; recovery: the "
                     "public key")
      ->required();
  command.add_option("--threshold", flags.threshold, "shares: how many open");
  command.add_option("--shares", flags.shares, "shares: how many there are");
}

/// Who carries a command out. What touches the data is done as the server's user, or the server could not go on with
/// the files; `serve` becomes that user itself, once it has its ports.
enum class As { user, caller };

/// Settings, then the command.
ExitCode with_settings(Parsed& parsed, const Console& console, As as, const Command& command) {
  parsed.sources.environment = console.environment;
  for (const auto& text : parsed.set) {
    const auto equals = text.find('=');
    if (equals == std::string::npos)
      return console.say(ExitCode::usage, fmt::format("--set {}: must be key=value", text));
    const auto key = text.substr(0, equals);
    parsed.sources.flags.push_back({key, text.substr(equals + 1), "--set " + key});
  }
  const auto settings = load_settings(parsed.sources);
  if (settings) {
    const auto ready = as == As::user ? become(settings->config.user) : Result<void>();
    return ready ? command(*settings) : console.say(ready.error().code, ready.error().message);
  }
  for (const auto& mistake : settings.error()) static_cast<void>(console.say(ExitCode::usage, mistake));
  return ExitCode::usage;
}

/// `add` makes a subcommand that reads the settings.
void add_slots(CLI::App& app, const auto& add, SlotFlags& flags, const Console& console) {
  auto& slot = *app.add_subcommand("slot", "The ways to the root key, on the host");
  slot.require_subcommand(1);
  add(slot, "list", "All slots; the server may run",
      [&](const Settings& settings) { return console.say(list_slots_command(settings)); });
  add_way(add(slot, "test", "Which slot the key file opens, or what else is named; the server may run",
              [&](const Settings& settings) {
                return console.say(test_slot_command(settings, flags, console.environment));
              }),
          flags.way);
  auto& added = add(slot, "add", "Another way to the root key, while the server is stopped",
                    [&](const Settings& settings) {
                      return console.say(add_slot_command(settings, flags, console.environment));
                    });
  add_way(added, flags.way);
  add_new_slot(added, flags);
  auto& removed = add(slot, "remove", "Remove a slot while another opens and the server is stopped",
                      [&](const Settings& settings) {
                        return console.say(remove_slot_command(settings, flags, console.environment));
                      });
  add_way(removed, flags.way);
  removed.add_option("ID", flags.id, "As `slot list` shows it")->required();
  add(slot, "recovery-key", "Make a key pair for a recovery slot, on any machine",
      [&](const Settings&) { return console.say(recovery_key_command(flags)); })
      .add_option("FILE", flags.file, "The private key; the public one goes to FILE.pub")
      ->required();
}

void add_audit(CLI::App& app, const auto& add, ArchiveFlags& flags, const Console& console,
               const store::Progress& progress) {
  auto& audit = *app.add_subcommand("audit", "The audit logs, on the host");
  audit.require_subcommand(1);
  auto& archive = add(audit, "archive", "Move the oldest records of a log to a file while the server is stopped",
                      [&](const Settings& settings) {
                        return console.say(archive_command(settings, flags, console.environment, progress));
                      });
  archive.add_option("FILE", flags.file, "The new file")->required();
  archive.add_option("--before", flags.before, "Records after this number stay, and those without a checkpoint")
      ->required()
      ->check(CLI::PositiveNumber);
  archive.add_option("--vault", flags.vault, "Whose log (without it: the installation's)");
  add_way(archive, flags.way);
}

ExitCode dispatch(const std::vector<std::string>& arguments, const Console& console) {
  Parsed parsed;
  CLI::App app("signetd: the server of Signet, a self-hosted secrets vault", "signetd");
  app.footer(footer());
  app.set_version_flag("--version", std::string(kVersion));
  app.require_subcommand(1);
  // After parsing: the command that was named.
  std::function<ExitCode()> chosen;
  const auto add = [&](CLI::App& parent, const char* name, const char* text, Command command,
                       As as = As::user) -> CLI::App& {
    auto& sub = *parent.add_subcommand(name, text);
    add_settings(sub, parsed);
    sub.final_callback([&, as, command = std::move(command)] {
      chosen = [&, as, command] { return with_settings(parsed, console, as, command); };
    });
    return sub;
  };

  add_init(add(app, "init", "Make a new installation: data folder, root key, first vault and operator",
               [&](const Settings& settings) {
                 return console.say(init_command(settings, parsed.init, console.environment));
               }),
           parsed.init);
  auto& serve = add(app, "serve", "Run the server until SIGTERM or SIGINT; SIGHUP has the certificate read again",
                    [&](const Settings& settings) {
                      if (auto ready = prepare_process(); !ready)
                        return console.say(ready.error().code, ready.error().message);
                      return serve_command(settings, parsed.port_file, parsed.serve_way, console.environment);
                    },
                    As::caller);
  serve.add_option("--port-file", parsed.port_file, "Gets the port number while the server listens");
  serve.add_option("--passphrase-file", parsed.serve_way.passphrase_file,
                   "Start with this passphrase, not the key file; /dev/stdin where it is piped in");
  const auto progress = show_progress(console.err);
  add(app, "backup", "Copy the database into a new file, while the server runs or not", [&](const Settings& settings) {
    return console.say(backup_command(settings, parsed.copy, progress));
  }).add_option("FILE", parsed.copy.to, "The new file")->required();
  add_verify(add(app, "verify", "Look whether a data folder or a backup is whole; changes nothing",
                 [&](const Settings& settings) {
                   return console.say(verify_command(settings, parsed.copy, progress));
                 }),
             parsed.copy);
  add_restore(add(app, "restore", "Make a data folder from a backup; nobody but root is let in until a review",
                  [&](const Settings& settings) {
                    return console.say(restore_command(settings, parsed.copy, progress));
                  }),
              parsed.copy);
  add(app, "migrate", "Bring the database to the schema of this program, after a copy; the server must be stopped",
      [&](const Settings& settings) { return console.say(migrate_command(settings)); });
  add(app, "check-config", "Show what is in force and where each value came from", [&](const Settings& settings) {
    return console.say(check_config_command(settings));
  }, As::caller)
      .add_flag_callback("--defaults", [&] { parsed.defaults = true; }, "Print a file with every key explained");
  auto& lockout = *app.add_subcommand("lockout", "See and clear lockouts on the host, while the server is stopped");
  lockout.require_subcommand(1);
  add(lockout, "list", "All addresses and ids with failures",
      [&](const Settings& settings) { return console.say(list_lockouts(settings.config, system_clock())); });
  add_lockout(add(lockout, "clear", "Forget failures and lockouts",
                  [&](const Settings& settings) {
                    return console.say(clear_lockouts(settings.config, parsed.lockouts, system_clock()));
                  }),
              parsed.lockouts);
  add_slots(app, add, parsed.slot, console);
  add_audit(app, add, parsed.archive, console, progress);
  app.add_subcommand("version", "Print the version")->final_callback([&] {
    chosen = [&] { return console.say(fmt::format("signetd {}\n", kVersion)); };
  });

  app.add_subcommand("routes", "Print every route: method, path and who may call it")->final_callback([&] {
    chosen = [&] { return console.say(api::describe_routes()); };
  });

  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return app.exit(error, console.out, console.err) == 0 ? ExitCode::done : ExitCode::usage;
  }
  if (parsed.defaults) return console.say(reference_file());
  return chosen();
}

}  // namespace

ExitCode run(const std::vector<std::string>& arguments, const Environment& environment, std::ostream& out,
             std::ostream& err) {
  const Console console{environment, out, err};
  try {
    return dispatch(arguments, console);
  } catch (const store::StoreError& error) {
    return console.say(ExitCode::data, error.what());
  } catch (const store::CorruptStore& error) {
    return console.say(ExitCode::data, fmt::format("the database is damaged: {}", error.what()));
  } catch (const std::exception& error) {
    return console.say(ExitCode::machine, error.what());
  }
}

}  // namespace signet::app
