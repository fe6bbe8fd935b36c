// SPDX-License-Identifier: Apache-2.0
// Settings on their way to a Config: the one table of keys, and the four places where a value may come from. Later ones
// win: the default, the file, the environment, the command line.
#pragma once

#include "app/config.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace signet::app {

enum class ValueType : std::uint8_t { text, path, number, list };
using Value = std::variant<std::string, std::int64_t, std::vector<std::string>>;

/// What is wrong with a value: the end of a sentence.
using Complaint = std::optional<std::string>;

struct Key {
  std::string_view name;  // with its section: listen.port
  ValueType type;
  std::string_view fallback;  // as in the environment: lists with commas
  std::string_view flag;      // beside --set; may be empty
  Complaint (*set)(Config& config, const Value& value);
  std::string_view meaning;
};

[[nodiscard]] std::span<const Key> keys();
/// SIGNET_LISTEN_PORT for listen.port.
[[nodiscard]] std::string variable_of(const Key& key);

/// One value that somebody wrote, and where: `signetd.toml:12`, `SIGNET_LISTEN_PORT`, `--port`.
struct Setting {
  const Key* key;
  Value value;
  std::string origin;
};

struct Settings {
  Config config;
  std::vector<Setting> effective;    // one for each key, in the order of the table
  std::string file;                  // that was read; may be empty
  std::vector<std::string> ignored;  // variables that begin with SIGNET_ and are no setting

  /// REQUIRES: `key` is in the table.
  [[nodiscard]] const Setting& of(std::string_view key) const;
};

using Environment = std::map<std::string, std::string>;
[[nodiscard]] Environment environment_of_process();

struct Sources {
  struct Flag {
    std::string key;  // as written: it may be none
    std::string value;
    std::string origin;
  };
  std::optional<std::filesystem::path> file = std::nullopt;  // --config; else SIGNET_CONFIG; else the usual one
  Environment environment = {};
  std::vector<Flag> flags = {};
  std::filesystem::path usual_file = "/etc/signet/signetd.toml";  // read if it is there
};

/// Every mistake in all sources, each a sentence that names its place and its key.
[[nodiscard]] std::expected<Settings, std::vector<std::string>> load_settings(const Sources& sources);

/// A value as it stands in the file.
[[nodiscard]] std::string to_toml(const Value& value);
/// The file with all keys explained and set to their defaults.
[[nodiscard]] std::string reference_file();
/// What is in force and where each value came from.
[[nodiscard]] std::string to_table(const Settings& settings);

}  // namespace signet::app
