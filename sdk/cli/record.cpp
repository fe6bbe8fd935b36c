// SPDX-License-Identifier: Apache-2.0
#include "record.hpp"

#include "printable.hpp"
#include "time_text.hpp"

#include <algorithm>

namespace signet::cli {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// "lastSeenIp" is LAST SEEN IP.
std::string heading(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_upper(c)) out += ' ';
    out += to_upper(c);
  }
  return out;
}

/// An object in a list is shown by its texts.
std::string shown_item(const Json& item) {
  if (!item.is_object()) return printable(text_of(item));
  std::string all;
  for (const auto& [name, value] : item.items())
    if (value.is_string()) all += (all.empty() ? "" : " ") + printable(text_of(value));
  return all;
}

std::string shown(const Field& field) {
  const Json& value = field.value;
  if (value.is_null()) return "-";
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_string()) return value.get_ref<const SecretString&>().empty() ? "-" : printable(text_of(value));
  if (value.is_array()) {
    std::string all;
    for (const Json& item : value) all += (all.empty() ? "" : ", ") + shown_item(item);
    return all;
  }
  if (value.is_object()) {
    std::string all;
    for (const auto& [name, member] : value.items())
      if (!member.is_null())
        all += (all.empty() ? "" : ", ") + std::string(std::string_view(name)) + ": " +
               shown({.name = {}, .value = member});
    return all;
  }
  const auto count = value.get<std::uint64_t>();
  if (field.is_time) return show_time(client::Time(std::chrono::milliseconds(count)));
  return std::to_string(count);
}

void pad(std::string& line, std::string_view cell, std::size_t width) {
  line += cell;
  line.append(width - std::min(width, width_of(cell)), ' ');
}

void end_line(std::string& all, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  all += line + '\n';
}

}  // namespace

Field text(std::string_view name, std::string_view value) { return {.name = name, .value = json_text(value)}; }

Field records(std::string_view name, std::span<const Record> all) {
  Json array = Json::array();
  for (const auto& record : all) array.push_back(to_json(record));
  return {.name = name, .value = std::move(array)};
}

Field record(std::string_view name, const Record& one) { return {.name = name, .value = to_json(one)}; }

Field text_or_none(std::string_view name, const std::optional<std::string>& value) {
  return {.name = name, .value = value ? json_text(*value) : Json(nullptr)};
}

Field number(std::string_view name, std::uint64_t value) { return {.name = name, .value = value}; }

Field number_or_none(std::string_view name, std::optional<std::uint64_t> value) {
  return value ? number(name, *value) : Field{name, nullptr};
}

Field flag(std::string_view name, bool value) { return {.name = name, .value = value}; }

Field time(std::string_view name, std::optional<client::Time> value) {
  return {.name = name,
          .value = value ? Json(static_cast<std::uint64_t>(value->time_since_epoch().count())) : Json(nullptr),
          .is_time = true};
}

Field texts(std::string_view name, const std::optional<std::vector<std::string>>& value) {
  Field field{.name = name, .value = nullptr};
  if (!value) return field;
  field.value = Json::array();
  for (const auto& item : *value) field.value.push_back(json_text(item));
  return field;
}

Field detail(Field field) {
  field.in_table = false;
  return field;
}

Json to_json(const Record& record) {
  Json object = Json::object();
  for (const auto& field : record) object[SecretString(field.name)] = field.value;
  return object;
}

std::string to_lines(const Record& record) {
  std::size_t width = 0;
  for (const auto& field : record) width = std::max(width, heading(field.name).size());
  std::string all;
  for (const auto& field : record) {
    std::string line;
    pad(line, heading(field.name), width + 2);
    end_line(all, line + shown(field));
  }
  return all;
}

std::string to_table(std::span<const Record> records) {
  std::vector<std::vector<std::string>> rows;
  if (records.empty()) return {};
  rows.emplace_back();
  for (const auto& field : records.front()) {
    if (field.in_table) rows.back().push_back(heading(field.name));
  }
  for (const auto& record : records) {
    rows.emplace_back();
    for (const auto& field : record) {
      if (field.in_table) rows.back().push_back(shown(field));
    }
  }
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string all;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) pad(line, row[i], widths[i] + 2);
    end_line(all, std::move(line));
  }
  return all;
}

}  // namespace signet::cli
