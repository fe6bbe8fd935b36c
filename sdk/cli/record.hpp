// SPDX-License-Identifier: Apache-2.0
// What is shown of a thing, once: for scripts as JSON with the protocol's names, for people as a table or a list of
// lines.
#pragma once

#include "signet/client/admin_types.hpp"
#include "signet/schema/json.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signet::cli {

struct Field {
  std::string_view name;  // camelCase
  Json value;
  bool is_time = false;  // milliseconds, shown as a date to people
  bool in_table = true;  // else only where one thing is shown
};

using Record = std::vector<Field>;

// One function for each kind of field. Not known is null in JSON and "-" for people.
[[nodiscard]] Field text(std::string_view name, std::string_view value);
[[nodiscard]] Field text_or_none(std::string_view name, const std::optional<std::string>& value);
[[nodiscard]] Field number(std::string_view name, std::uint64_t value);
[[nodiscard]] Field number_or_none(std::string_view name, std::optional<std::uint64_t> value);
[[nodiscard]] Field flag(std::string_view name, bool value);
[[nodiscard]] Field time(std::string_view name, std::optional<client::Time> value);
[[nodiscard]] Field texts(std::string_view name, const std::optional<std::vector<std::string>>& value);
/// Things inside a thing: objects in JSON, their texts for people.
[[nodiscard]] Field record(std::string_view name, const Record& one);
[[nodiscard]] Field records(std::string_view name, std::span<const Record> all);
/// The same field, but not for tables.
[[nodiscard]] Field detail(Field field);

[[nodiscard]] Json to_json(const Record& record);
/// A line for each field.
[[nodiscard]] std::string to_lines(const Record& record);
/// A line for each record, under headings. REQUIRES: all have the same fields.
[[nodiscard]] std::string to_table(std::span<const Record> records);

}  // namespace signet::cli
