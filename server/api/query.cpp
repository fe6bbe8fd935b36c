// SPDX-License-Identifier: Apache-2.0
#include "query.hpp"

#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"

#include <charconv>
#include <limits>
#include <optional>

namespace signet::api {
namespace {

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  return std::nullopt;
}

std::optional<std::string> decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (!high || !low) return std::nullopt;
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

Error wrong(std::string message, std::string field = {}) {
  return {ErrorCode::invalid, std::move(message), std::move(field)};
}

}  // namespace

std::expected<Query, Error> Query::parse(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const auto item = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    const auto equals = item.find('=');
    if (equals == std::string_view::npos) return std::unexpected(wrong("The query has a name without a value"));
    const auto name = decode(item.substr(0, equals)), value = decode(item.substr(equals + 1));
    if (!name || !value) return std::unexpected(wrong("The query has a malformed escape"));
    if (!query.values_.emplace(*name, *value).second)
      return std::unexpected(wrong("This name stands in the query twice", *name));
  }
  return query;
}

std::optional<Error> Query::only(std::set<std::string_view> names) const {
  for (const auto& [name, value] : values_)
    if (!names.contains(name)) return wrong("This route takes no such query", name);
  return std::nullopt;
}

const std::string* Query::find(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

std::expected<std::int64_t, Error> Query::number(const std::string& name, std::int64_t otherwise, std::int64_t least,
                                                 std::int64_t most) const {
  const auto* text = find(name);
  if (!text) return otherwise;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size() || value < least || value > most)
    return std::unexpected(
        wrong("Must be a number from " + std::to_string(least) + " to " + std::to_string(most), name));
  return value;
}

std::expected<store::PageRequest, Error> Query::page() const {
  const auto limit = number("limit", 50, 1, static_cast<std::int64_t>(limits::kMaxPage));
  if (!limit) return std::unexpected(limit.error());
  const auto cursor = number("cursor", 0, 1, std::numeric_limits<std::int64_t>::max());
  if (!cursor) return std::unexpected(cursor.error());
  return store::PageRequest{*cursor, static_cast<std::size_t>(*limit)};
}

}  // namespace signet::api
