// SPDX-License-Identifier: Apache-2.0
#include "csv.hpp"

namespace signet::api {
namespace {

/// Where another reader may see a cell begin: one that separates by semicolons or tabs sees no quotes in the middle of
/// what is its cell.
bool begins_cell(char before) { return std::string_view(";\t\r\n").contains(before); }
bool begins_formula(char first) { return std::string_view("=+-@\t").contains(first); }

void append_cell(std::string& out, std::string_view text) {
  const bool quoted = text.find_first_of(",;\"\r\n") != std::string_view::npos;
  if (quoted) out += '"';
  for (char before = ';'; const char c : text) {
    if (begins_cell(before) && begins_formula(c)) out += '\'';
    if (c == '"') out += '"';
    out += c;
    before = c;
  }
  if (quoted) out += '"';
}

}  // namespace

void append_csv_row(std::string& out, std::span<const std::string_view> cells) {
  for (bool first = true; const auto cell : cells) {
    if (!first) out += ',';
    first = false;
    append_cell(out, cell);
  }
  out += "\r\n";
}

}  // namespace signet::api
