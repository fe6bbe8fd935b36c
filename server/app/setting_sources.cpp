// SPDX-License-Identifier: Apache-2.0
#include "setting_sources.hpp"

#include "nearest.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

namespace signet::app {
namespace {

constexpr std::string_view kPrefix = "SIGNET_";
constexpr std::string_view kFileVariable = "SIGNET_CONFIG";
constexpr std::string_view kHomeVariable = "SIGNET_HOME";  // where the operator's key goes: not a setting

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = text.find(',');
    auto part = text.substr(0, comma);
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    parts.emplace_back(part);
  }
  return parts;
}

void read_one(const Key& key, std::string_view text, const std::string& origin, Found& found) {
  auto value = parse_short(key, text);
  if (value)
    found.settings.push_back({&key, std::move(*value), origin});
  else
    found.mistakes.push_back(fmt::format("{}: {} = {}: {}", origin, key.name, text, value.error()));
}

}  // namespace

std::string variable_of(const Key& key) {
  std::string name(kPrefix);
  for (const char c : key.name) name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

const Key* find_key(std::string_view name) {
  const auto key = std::ranges::find(keys(), name, &Key::name);
  return key == keys().end() ? nullptr : &*key;
}

std::string no_such_key(std::string_view name) {
  std::vector<std::string> names;
  for (const auto& key : keys()) names.emplace_back(key.name);
  auto meant = find_nearest(name, names);
  // A key that was written without its section.
  const auto same_end = [&](const auto& known) { return known.ends_with("." + std::string(name)); };
  if (const auto known = std::ranges::find_if(names, same_end); !meant && known != names.end()) meant = *known;
  return fmt::format("there is no setting {}{}", name, meant ? fmt::format("; did you mean {}?", *meant) : "");
}

std::expected<Value, std::string> parse_short(const Key& key, std::string_view text) {
  switch (key.type) {
    case ValueType::text: return std::string(text);
    case ValueType::path: return text.empty() ? std::string() : std::filesystem::absolute(text).string();
    case ValueType::list: return split(text);
    case ValueType::number: break;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::unexpected("must be a whole number");
  return number;
}

Environment environment_of_process() {
  Environment variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    const auto name = text.substr(0, equals);
    const bool is_ours = name.starts_with(kPrefix) || name == "HOME" || name == "CREDENTIALS_DIRECTORY";
    if (equals != std::string_view::npos && is_ours)
      variables.emplace(name, text.substr(equals + 1));
  }
  return variables;
}

void read_environment(const Environment& environment, Found& found) {
  std::map<std::string, const Key*, std::less<>> known;
  std::vector<std::string> names;
  for (const auto& key : keys()) {
    known.emplace(variable_of(key), &key);
    names.push_back(variable_of(key));
  }
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(kPrefix) || name == kFileVariable || name == kHomeVariable) continue;
    if (const auto key = known.find(name); key != known.end())
      read_one(*key->second, value, name, found);
    else if (const auto meant = find_nearest(name, names))
      found.mistakes.push_back(fmt::format("{}: there is no such variable; did you mean {}?", name, *meant));
    else
      found.ignored.push_back(name);  // the client has variables of its own
  }
}

void read_flags(const std::vector<Sources::Flag>& flags, Found& found) {
  for (const auto& flag : flags) {
    if (const auto* key = find_key(flag.key))
      read_one(*key, flag.value, flag.origin, found);
    else
      found.mistakes.push_back(fmt::format("{}: {}", flag.origin, no_such_key(flag.key)));
  }
}

}  // namespace signet::app
