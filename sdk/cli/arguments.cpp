// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"

#include "signet/schema/limits.hpp"
#include "time_text.hpp"

#include <algorithm>

namespace signet::cli {
namespace {

/// Empty means not said everywhere: an unset variable of a script must not switch a check off.
std::string refuse_empty(const std::string& text) { return text.empty() ? "must not be empty" : ""; }

Text add(CLI::App& command, const std::string& name, const std::string& type, const std::string& help, bool required) {
  auto value = std::make_shared<std::string>();
  auto* option = command.add_option(name, *value, help)->required(required)->type_name(type)->each(
      [value](const std::string&) {});  // the option refers to the value, so it keeps it
  if (name.starts_with('-')) option->check(refuse_empty);
  return value;
}

}  // namespace

Text positional(CLI::App& command, const std::string& name, const std::string& help) {
  return add(command, name, "", help, true);
}

Text optional_positional(CLI::App& command, const std::string& name, const std::string& help) {
  return add(command, name, "", help, false);
}

Text option(CLI::App& command, const std::string& flag, const std::string& type, const std::string& help) {
  return add(command, flag, type, help, false);
}

Text required_option(CLI::App& command, const std::string& flag, const std::string& type, const std::string& help) {
  return add(command, flag, type, help, true);
}

Number number_positional(CLI::App& command, const std::string& name, const std::string& help) {
  auto value = std::make_shared<std::uint64_t>(0);
  command.add_option(name, *value, help)->required()->type_name("")->each([value](const std::string&) {});
  return value;
}

std::shared_ptr<std::optional<std::uint64_t>> expected_version(CLI::App& command) {
  auto expected = std::make_shared<std::optional<std::uint64_t>>();
  command
      .add_option_function<std::uint64_t>(
          "--expect", [expected](const std::uint64_t& version) { *expected = version; },
          "Refuse if the secret has another version by now")
      ->type_name("N");
  return expected;
}

Text choice(CLI::App& command, const std::string& flag, const std::vector<std::string>& words,
            const std::string& help) {
  auto value = add(command, flag, "", help, false);
  command.get_option(flag)->check(CLI::IsMember(words));
  return value;
}

std::shared_ptr<std::vector<std::string>> options(CLI::App& command, const std::string& flag, const std::string& type,
                                                  const std::string& help) {
  auto values = std::make_shared<std::vector<std::string>>();
  auto* option = command.add_option_function<std::vector<std::string>>(
      flag, [values](const std::vector<std::string>& all) { *values = all; }, help);
  option->type_name(type)->allow_extra_args(false);
  if (flag.starts_with('-')) option->check(refuse_empty);
  return values;
}

std::shared_ptr<std::optional<std::chrono::seconds>> duration(CLI::App& command, const std::string& flag,
                                                              const std::string& help) {
  auto value = std::make_shared<std::optional<std::chrono::seconds>>();
  command
      .add_option_function<std::string>(
          flag,
          [value, flag](const std::string& text) {
            *value = parse_duration(text);
            if (!*value) throw CLI::ValidationError(flag, "must be such as 90s, 30m, 24h or 7d");
          },
          help)
      ->type_name("TIME");
  return value;
}

Flag flag(CLI::App& command, const std::string& name, const std::string& help) {
  auto value = std::make_shared<bool>(false);
  command.add_flag_function(name, [value](std::int64_t) { *value = true; }, help);
  return value;
}

Paging::Paging(CLI::App& command, std::optional<std::size_t> usual)
    : limit_(std::make_shared<std::optional<std::size_t>>(usual)),
      cursor_(std::make_shared<std::optional<std::string>>()) {
  command
      .add_option_function<std::size_t>(
          "--limit", [limit = limit_](const std::size_t& most) { *limit = most; },
          usual ? "How many at most (" + std::to_string(*usual) + ")" : std::string("How many at most (all)"))
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  command
      .add_option_function<std::string>(
          "--cursor", [cursor = cursor_](const std::string& from) { *cursor = from; }, "Go on where a list stopped")
      ->type_name("CURSOR");
}

std::optional<unsigned> Paging::next_limit(std::size_t have) const {
  if (!*limit_) return std::nullopt;
  return static_cast<unsigned>(std::min(**limit_ - have, limits::kMaxPage));
}

std::unexpected<client::Error> Paging::fail_endless() {
  return std::unexpected(client::Error{.kind = client::ErrorKind::server,
                                       .message = "the server's list does not end: it gives the same cursor again"});
}

}  // namespace signet::cli
