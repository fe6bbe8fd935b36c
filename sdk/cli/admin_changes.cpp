// SPDX-License-Identifier: Apache-2.0
// Generated values, import and export.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/limits.hpp"
#include "signet/schema/transfer_limits.hpp"

#include <fmt/format.h>

namespace signet::cli {

using client::VaultAdmin;

namespace {

/// --length, --charset and --field, said as they are sent.
class RecipeArguments {
 public:
  explicit RecipeArguments(CLI::App& command)
      : recipe_(std::make_shared<client::Recipe>()),
        charset_(choice(command, "--charset", {"symbols", "alphanumeric", "numbers", "uuid"},
                        "What the value consists of (symbols)")) {
    command
        .add_option_function<std::uint64_t>(
            "--length", [recipe = recipe_](const std::uint64_t& length) { recipe->length = length; },
            "How many characters (32)")
        ->type_name("N");
    command
        .add_option_function<std::vector<std::string>>(
            "--generate-field",
            [recipe = recipe_](const std::vector<std::string>& fields) { recipe->fields = fields; },
            "Of a secret with fields: one that gets a generated value. Repeatable")
        ->type_name("NAME")
        ->allow_extra_args(false);
  }
  [[nodiscard]] client::Recipe read() const {
    auto recipe = *recipe_;
    if (!charset_->empty()) recipe.charset = *charset_;
    return recipe;
  }

 private:
  std::shared_ptr<client::Recipe> recipe_;
  Text charset_;
};

Text format_option(CLI::App& command) {
  auto format = choice(command, "--format", {"dotenv", "json"}, "dotenv or json");
  command.get_option("--format")->required();
  return format;
}

}  // namespace

Action define_secret_generate(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const auto name = positional(command, "NAME", "The secret's name");
  const RecipeArguments recipe(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return session.show_result(vault.create_generated(*project, *name, recipe.read()));
  });
}

Action define_secret_rotate(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const RecipeArguments recipe(command);
  const auto expected = expected_version(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return session.show_result(vault.rotate(*secret, recipe.read(), *expected));
  });
}

Action define_secret_schedule(CLI::App& command) {
  const auto secret = positional(command, "SECRET", "The secret's id");
  const auto every = std::make_shared<std::optional<std::uint64_t>>();
  command
      .add_option_function<std::uint64_t>(
          "--every", [every](const std::uint64_t& seconds) { *every = seconds; },
          "Rotate every so many seconds, 300 to 2592000")
      ->type_name("SECONDS");
  const RecipeArguments recipe(command);
  const auto keep = flag(command, "--no-schedule", "Keep only how values are generated, for a policy that rotates");
  const auto remove = flag(command, "--remove", "Rotate no more by itself");
  command.get_option("--remove")->excludes("--every")->excludes("--no-schedule");
  command.get_option("--no-schedule")->excludes("--every");
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    if (*remove) return session.done_result(vault.delete_rotation(*secret), "removed");
    if (*every || *keep) return session.show_result(vault.put_rotation(*secret, recipe.read(), *every));
    return session.show_result(vault.rotation(*secret));
  });
}

Action define_project_import(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const auto format = format_option(command);
  const auto file = option(command, "--file", "FILE", "Read from a file instead of standard input");
  const auto dry_run = flag(command, "--dry-run", "Only show what would be created and changed, and what is refused");
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto content = read_input(session.console(), file->empty() ? "-" : *file, limits::kMaxImportBody);
    if (!content) return std::unexpected(content.error());
    const auto done = vault.import_secrets(*project, *client::parse_transfer_format(*format), *content, *dry_run);
    if (!done) return std::unexpected(done.error());
    std::vector<Record> rows;
    for (const auto& row : done->entries) rows.push_back(describe(row));
    if (const auto shown = session.show(rows); !shown) return shown;
    session.hint(fmt::format("{}{} created, {} changed, {} unchanged, {} refused", *dry_run ? "Dry run: " : "",
                             done->created, done->updated, done->unchanged, done->refused));
    if (done->refused != 0) return fail("this import would be refused");
    return {};
  });
}

Action define_project_export(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const auto format = format_option(command);
  const auto file = option(command, "--out", "FILE", "Write into a file that only you can read");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, "All values of this project will be readable here.");
    if (!sure) return sure;
    const auto all = vault.export_secrets(*project, *client::parse_transfer_format(*format));
    if (!all) return std::unexpected(all.error());
    if (file->empty()) {
      session.console().out(all->content.expose_text());
      return {};
    }
    const auto written = client::write_private_file(*file, all->content.expose(), client::IfThere::refuse);
    return session.done_result(written, fmt::format("{} secrets in {}", all->count, *file));
  });
}

Action define_vault_export(CLI::App& command) {
  const auto allow = flag(command, "--allow", "Let owners export values (owner)");
  const auto forbid = flag(command, "--forbid", "Let nobody export values (owner)");
  command.get_option("--allow")->excludes("--forbid");
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return session.show_result(*allow || *forbid ? vault.allow_export(*allow) : vault.export_setting());
  });
}

}  // namespace signet::cli
