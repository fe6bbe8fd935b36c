// SPDX-License-Identifier: Apache-2.0
// The three places where somebody writes a setting. Each reader appends what it found and says what it could not take.
#pragma once

#include "app/settings.hpp"

namespace signet::app {

struct Found {
  std::vector<Setting> settings;
  std::vector<std::string> mistakes;
  std::vector<std::string> ignored;
};

void read_file(const std::filesystem::path& file, Found& found);
void read_environment(const Environment& environment, Found& found);
void read_flags(const std::vector<Sources::Flag>& flags, Found& found);

[[nodiscard]] const Key* find_key(std::string_view name);
/// "there is no setting lisen.port; did you mean listen.port?"
[[nodiscard]] std::string no_such_key(std::string_view name);
/// From the form of the environment and the command line: a list is separated by commas, a relative path is one from
/// the current folder.
[[nodiscard]] std::expected<Value, std::string> parse_short(const Key& key, std::string_view text);

}  // namespace signet::app
