// SPDX-License-Identifier: Apache-2.0
// Settings as people read them: the file that explains all keys, and the table of what is in force.
#include "app/settings.hpp"
#include "setting_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace signet::app {
namespace {

constexpr std::string_view kHead =
    "# signetd reads /etc/signet/signetd.toml, or the file that --config or SIGNET_CONFIG names. Every key is here, "
    "with\n"
    "# its default; a file may leave out any of them. A variable of the environment wins over the file, a flag over "
    "both,\n"
    "# and --set key=value is a flag for every key. Lists in variables and flags are separated by commas.\n"
    "# `signetd check-config` shows what is in force and where each value came from.\n";

constexpr std::size_t kWidth = 118;

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

/// As lines of comment, broken between words.
void add_comment(std::string& out, std::string_view text) {
  std::string line = "#";
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    if (line.size() + 1 + word.size() > kWidth) {
      out += line + '\n';
      line = "#";
    }
    line += ' ';
    line += word;
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  out += line + '\n';
}

}  // namespace

std::string to_toml(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return in_quotes(*text);
  std::string list;
  for (const auto& text : std::get<std::vector<std::string>>(value))
    list += (list.empty() ? "" : ", ") + in_quotes(text);
  return "[" + list + "]";
}

std::string reference_file() {
  std::string file(kHead);
  std::string_view section;
  for (const auto& key : keys()) {
    const auto dot = key.name.find('.');
    const auto its_section = dot == std::string_view::npos ? "" : key.name.substr(0, dot);
    if (section != its_section) file += fmt::format("\n[{}]\n", its_section);
    section = its_section;
    file += '\n';
    add_comment(file, key.meaning);
    add_comment(file, fmt::format("({}{}{})", variable_of(key), key.flag.empty() ? "" : ", ", key.flag));
    const auto word = dot == std::string_view::npos ? key.name : key.name.substr(dot + 1);
    file += fmt::format("{} = {}\n", word, to_toml(parse_short(key, key.fallback).value()));
  }
  return file;
}

std::string to_table(const Settings& settings) {
  std::size_t name_width = 0;
  std::size_t value_width = 0;
  for (const auto& setting : settings.effective) {
    name_width = std::max(name_width, setting.key->name.size());
    value_width = std::max(value_width, to_toml(setting.value).size());
  }
  std::string table;
  for (const auto& setting : settings.effective)
    table += fmt::format("{:<{}}  {:<{}}  {}\n", setting.key->name, name_width, to_toml(setting.value), value_width,
                         setting.origin);
  for (const auto& name : settings.ignored) table += fmt::format("{} is not a setting of signetd: ignored\n", name);
  return table;
}

}  // namespace signet::app
