// SPDX-License-Identifier: Apache-2.0
#include "app/settings.hpp"

#include "setting_checks.hpp"
#include "setting_sources.hpp"

#include <algorithm>
#include <stdexcept>

namespace signet::app {
namespace {

std::optional<std::filesystem::path> file_to_read(const Sources& sources) {
  if (sources.file) return sources.file;
  if (const auto named = sources.environment.find("SIGNET_CONFIG");
      named != sources.environment.end() && !named->second.empty())
    return named->second;
  std::error_code error;
  if (std::filesystem::exists(sources.usual_file, error)) return sources.usual_file;
  return std::nullopt;
}

void apply(const Setting& setting, Settings& settings, std::vector<std::string>& mistakes) {
  if (const auto complaint = setting.key->set(settings.config, setting.value))
    mistakes.push_back(
        fmt::format("{}: {} = {}: {}", setting.origin, setting.key->name, to_toml(setting.value), *complaint));
  std::ranges::find(settings.effective, setting.key, &Setting::key)->value = setting.value;
  std::ranges::find(settings.effective, setting.key, &Setting::key)->origin = setting.origin;
}

}  // namespace

const Setting& Settings::of(std::string_view key) const {
  const auto setting = std::ranges::find(effective, key, [](const Setting& one) { return one.key->name; });
  if (setting == effective.end()) throw std::logic_error("no such key: " + std::string(key));
  return *setting;
}

std::expected<Settings, std::vector<std::string>> load_settings(const Sources& sources) {
  Settings settings;
  Found found;
  for (const auto& key : keys()) {
    settings.effective.push_back({&key, parse_short(key, key.fallback).value(), "default"});
    static_cast<void>(key.set(settings.config, settings.effective.back().value));
  }
  if (const auto file = file_to_read(sources)) {
    settings.file = file->string();
    read_file(*file, found);
  }
  read_environment(sources.environment, found);
  read_flags(sources.flags, found);
  for (const auto& setting : found.settings) apply(setting, settings, found.mistakes);
  // A value that is wrong by itself would break rules that its right form does not.
  if (found.mistakes.empty()) found.mistakes = broken_rules(settings);
  if (!found.mistakes.empty()) return std::unexpected(std::move(found.mistakes));
  settings.ignored = std::move(found.ignored);
  return settings;
}

}  // namespace signet::app
