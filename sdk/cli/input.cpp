// SPDX-License-Identifier: Apache-2.0
#include "input.hpp"

#include "arguments.hpp"
#include "failure.hpp"
#include "signet/schema/limits.hpp"

#include <fmt/format.h>

#include <fstream>

namespace signet::cli {

Result<SecretBytes> read_input(Console& console, const std::string& source, std::size_t most) {
  if (source == "-") return console.read_all(most);
  std::ifstream file;
  file.rdbuf()->pubsetbuf(nullptr, 0);  // no copy stays in a buffer
  file.open(source, std::ios::binary);
  if (!file) return fail(fmt::format("cannot read {}", source));
  SecretBytes bytes(most + 1);
  file.read(reinterpret_cast<char*>(bytes.expose_mutable().data()), static_cast<std::streamsize>(bytes.size()));
  if (file.bad()) return fail(fmt::format("cannot read {}", source));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  if (bytes.size() > most) return fail(fmt::format("{} has more than {} bytes", source, most));
  return bytes;
}

SecretBytes trimmed(const SecretBytes& text) {
  constexpr std::string_view kWhite = " \t\r\n";
  const auto whole = text.expose_text();
  const auto begin = whole.find_first_not_of(kWhite);
  if (begin == std::string_view::npos) return {};
  return SecretBytes::from_text(whole.substr(begin, whole.find_last_not_of(kWhite) + 1 - begin));
}

ValueArguments::ValueArguments(CLI::App& command)
    : file_(option(command, "--value-file", "FILE", "Read the value from a file instead of standard input")),
      fields_(std::make_shared<std::vector<std::string>>()),
      trim_(flag(command, "--trim", "Take white space off both ends of what is read")) {
  command
      .add_option_function<std::vector<std::string>>(
          "--field", [fields = fields_](const std::vector<std::string>& all) { *fields = all; },
          "A named field instead of a single value: NAME=@FILE, NAME=- (standard input) or NAME (asks). Repeatable")
      ->type_name("FIELD")
      ->allow_extra_args(false)
      ->excludes("--value-file");
}

Result<client::NewValue> ValueArguments::read(Session& session) const {
  const auto finish = [&](Result<SecretBytes> value) {
    return value && *trim_ ? Result<SecretBytes>(trimmed(*value)) : std::move(value);
  };
  if (fields_->empty()) {
    auto value = finish(read_single(session));
    if (!value) return std::unexpected(value.error());
    return client::NewValue(std::move(*value));
  }
  std::map<std::string, SecretBytes> fields;
  for (const auto& field : *fields_) {
    const auto equals = field.find('=');
    const std::string name = field.substr(0, equals);
    auto value = finish(read_field(session, name, equals == std::string::npos ? "" : field.substr(equals + 1)));
    if (!value) return std::unexpected(value.error());
    if (!fields.emplace(name, std::move(*value)).second) return fail(fmt::format("the field {} is said twice", name));
  }
  return client::NewValue(std::move(fields));
}

Result<SecretBytes> ValueArguments::read_single(Session& session) const {
  auto& console = session.console();
  if (!file_->empty()) return read_input(console, *file_, limits::kMaxValue);
  if (console.in_is_terminal()) return console.ask_hidden("Value");
  auto value = console.read_all(limits::kMaxValue);
  if (value && !*trim_ && value->expose_text().ends_with('\n')) {
    session.hint("Note: the value ends in a line break, which is part of it; --trim takes it off.");
  }
  return value;
}

Result<SecretBytes> ValueArguments::read_field(Session& session, const std::string& name,
                                               const std::string& source) const {
  if (source.empty()) return session.console().ask_hidden(name);
  if (source == "-") return read_input(session.console(), "-", limits::kMaxValue);
  if (source.starts_with('@')) return read_input(session.console(), source.substr(1), limits::kMaxValue);
  return fail(
      fmt::format("the value of {} stands in the command line, where others can read it: use {}=@FILE, {}=- or "
                  "just {}, and consider it known",
                  name, name, name, name));
}

}  // namespace signet::cli
