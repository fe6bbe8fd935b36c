// SPDX-License-Identifier: Apache-2.0
// The configuration file, TOML. Every key in it must be one of the table, of its type; nothing is passed over.
#include "setting_sources.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace signet::app {
namespace {

std::string_view name_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::table: return "a section";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "a text";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number with a point";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time: return "a date or time";
    case toml::node_type::none: break;
  }
  return "nothing";
}

std::expected<Value, std::string> read_list(const toml::node& node) {
  std::vector<std::string> texts;
  const auto* array = node.as_array();
  if (array == nullptr)
    return std::unexpected(fmt::format("must be a list, such as [\"::1\"], and is {}", name_of(node.type())));
  for (const auto& element : *array) {
    const auto* text = element.as_string();
    if (text == nullptr)
      return std::unexpected(fmt::format("must be a list of texts and has {} in it", name_of(element.type())));
    texts.push_back(text->get());
  }
  return texts;
}

std::expected<Value, std::string> read_value(const Key& key, const toml::node& node) {
  if (key.type == ValueType::list) return read_list(node);
  if (key.type == ValueType::number) {
    if (const auto* number = node.as_integer()) return number->get();
    return std::unexpected(fmt::format("must be a whole number and is {}", name_of(node.type())));
  }
  const auto* text = node.as_string();
  if (text == nullptr) return std::unexpected(fmt::format("must be a text in quotes and is {}", name_of(node.type())));
  // Where the server was started from must not change what a file means.
  if (key.type == ValueType::path && !text->get().empty() && !text->get().starts_with('/'))
    return std::unexpected(std::string("must be a path that begins with /"));
  return text->get();
}

void walk(const toml::table& table, const std::string& section, const std::string& file, Found& found) {
  for (const auto& [word, node] : table) {
    const auto name = section + std::string(word.str());
    const auto origin = fmt::format("{}:{}", file, word.source().begin.line);
    const auto* key = find_key(name);
    if (key == nullptr && node.is_table()) {
      walk(*node.as_table(), name + ".", file, found);
    } else if (key == nullptr) {
      found.mistakes.push_back(fmt::format("{}: {}", origin, no_such_key(name)));
    } else if (auto value = read_value(*key, node)) {
      found.settings.push_back({key, std::move(*value), origin});
    } else {
      found.mistakes.push_back(fmt::format("{}: {}: {}", origin, name, value.error()));
    }
  }
}

}  // namespace

void read_file(const std::filesystem::path& file, Found& found) {
  try {
    walk(toml::parse_file(file.string()), "", file.string(), found);
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;
    found.mistakes.push_back(line == 0 ? fmt::format("{}: cannot be read: {}", file.string(), error.description())
                                       : fmt::format("{}:{}: {}", file.string(), line, error.description()));
  }
}

}  // namespace signet::app
