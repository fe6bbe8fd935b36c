// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"

#include "app/archive.hpp"
#include "app/process.hpp"
#include "app/restore.hpp"
#include "app/serve.hpp"
#include "app/slots.hpp"
#include "open_keyring.hpp"
#include "setting_checks.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace signet::app {
namespace {

Result<std::filesystem::path> operator_dir(const std::string& wanted, const Environment& environment) {
  const auto variable = [&](const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
  };
  if (!wanted.empty()) return std::filesystem::absolute(wanted);
  constexpr auto kFolder = "operators/default";
  if (const auto home = variable("SIGNET_HOME"); !home.empty()) return std::filesystem::absolute(home) / kFolder;
  if (const auto home = variable("HOME"); !home.empty()) return std::filesystem::absolute(home) / ".signet" / kFolder;
  return fail(ExitCode::usage, "the operator's key needs a place: name one with --operator-dir");
}

/// A key file that nobody named need not be there.
KeyCheck key_check(const Settings& settings, const WayFlags& flags) {
  return {.file = settings.config.root_key_file,
          .asked_for = settings.of("root_key_file").origin != "default",
          .passphrase_file = flags.passphrase_file,
          .recovery_key = flags.recovery_key,
          .shares_file = flags.shares_file};
}

/// The root key's, if this service was given one.
std::filesystem::path credential_of(const Environment& environment) {
  const auto folder = environment.find("CREDENTIALS_DIRECTORY");
  if (folder == environment.end() || folder->second.empty()) return {};
  return std::filesystem::path(folder->second) / "signet-root-key";
}

Way way_of(const Settings& settings, const WayFlags& flags, const Environment& environment) {
  return {.key_file = settings.config.root_key_file,
          .credential = credential_of(environment),
          .passphrase_file = flags.passphrase_file,
          .recovery_key = flags.recovery_key,
          .shares_file = flags.shares_file};
}

}  // namespace

Answer init_command(const Settings& settings, const InitFlags& flags, const Environment& environment) {
  auto request = flags.request;
  if (!flags.given.public_key.empty()) {
    request.given = flags.given;
  } else {
    auto folder = operator_dir(flags.operator_dir, environment);
    if (!folder) return std::unexpected(folder.error());
    request.operator_dir = std::move(*folder);
  }
  if (auto ready = prepare_process(); !ready) return std::unexpected(ready.error());
  const auto made = init(settings.config, request, crypto::system_random(), system_clock());
  if (!made) return std::unexpected(made.error());
  return flags.json ? to_json(*made) : to_text(*made);
}

ExitCode serve_command(const Settings& settings, const std::string& port_file, const WayFlags& flags,
                       const Environment& environment) {
  Signals signals;
  ServeOptions options{.credential = credential_of(environment),
                       .passphrase_file = flags.passphrase_file,
                       .next_order = [&] { return signals.wait(); }};
  if (!port_file.empty()) options.port_file = std::filesystem::absolute(port_file);
  return serve(settings.config, options);
}

Answer migrate_command(const Settings& settings) {
  const auto file = settings.config.database();
  const auto before = store::list_migrations(file);
  const auto copy = store::migrate_sqlite(file);
  std::string answer;
  for (const auto& migration : before)
    if (!migration.applied) answer += fmt::format("applied {:04} {}\n", migration.version, migration.name);
  if (answer.empty()) return fmt::format("nothing to do: {} is up to date\n", file.string());
  if (copy)
    answer += fmt::format("the database as it was: {}; remove it once all is well, for it keeps what is deleted here\n",
                          copy->string());
  return answer;
}

Answer backup_command(const Settings& settings, const CopyFlags& flags, const store::Progress& progress) {
  return back_up(settings.config.data_dir, flags.to, system_clock().now(), progress);
}

Answer verify_command(const Settings& settings, const CopyFlags& flags, const store::Progress& progress) {
  if (auto ready = prepare_process(); !ready) return std::unexpected(ready.error());
  return verify(flags.from, key_check(settings, flags.way), crypto::system_random(), progress);
}

Answer restore_command(const Settings& settings, const CopyFlags& flags, const store::Progress& progress) {
  if (auto ready = prepare_process(); !ready) return std::unexpected(ready.error());
  if (lies_in(settings.config.root_key_file, flags.to))
    return fail(ExitCode::usage, "the root key file must lie outside the folder that is restored to");
  RestoreRequest request{.file = flags.from,
                         .folder = flags.to,
                         .key = key_check(settings, flags.way),
                         .keep_enabled = flags.keep_enabled};
  if (!flags.root_operator.public_key.empty()) request.root_operator = flags.root_operator;
  return restore(request, crypto::system_random(), system_clock(), progress);
}

Answer archive_command(const Settings& settings, const ArchiveFlags& flags, const Environment& environment,
                       const store::Progress& progress) {
  if (auto ready = prepare_process(); !ready) return std::unexpected(ready.error());
  return archive_audit({.database = settings.config.database(),
                        .log = flags.vault,
                        .before = flags.before,
                        .file = std::filesystem::absolute(flags.file)},
                       way_of(settings, flags.way, environment), crypto::system_random(), system_clock(), progress);
}

Answer list_slots_command(const Settings& settings) { return list_slots(settings.config); }

Answer test_slot_command(const Settings& settings, const SlotFlags& flags, const Environment& environment) {
  if (auto ready = prepare_process(); !ready) return std::unexpected(ready.error());
  return test_slot(settings.config, way_of(settings, flags.way, environment));
}

Answer add_slot_command(const Settings& settings, const SlotFlags& flags, const Environment& environment) {
  if (auto ready = prepare_process(); !ready) return std::unexpected(ready.error());
  return add_slot(settings.config, way_of(settings, flags.way, environment),
                  {.kind = flags.kind,
                   .file = std::filesystem::absolute(flags.file),
                   .threshold = flags.threshold,
                   .shares = flags.shares},
                  crypto::system_random(), system_clock());
}

Answer remove_slot_command(const Settings& settings, const SlotFlags& flags, const Environment& environment) {
  if (auto ready = prepare_process(); !ready) return std::unexpected(ready.error());
  return remove_slot(settings.config, way_of(settings, flags.way, environment), flags.id, system_clock());
}

Answer recovery_key_command(const SlotFlags& flags) {
  if (auto ready = prepare_process(); !ready) return std::unexpected(ready.error());
  return make_recovery_key(std::filesystem::absolute(flags.file), crypto::system_random());
}

Answer check_config_command(const Settings& settings) {
  const auto head =
      settings.file.empty() ? std::string("no file was read\n\n") : fmt::format("file: {}\n\n", settings.file);
  return head + to_table(settings);
}

}  // namespace signet::app
