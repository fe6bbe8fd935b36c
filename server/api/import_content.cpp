// SPDX-License-Identifier: Apache-2.0
#include "import_content.hpp"

#include "signet/schema/dotenv.hpp"
#include "signet/schema/limits.hpp"
#include "signet/schema/transfer_limits.hpp"
#include "signet/schema/name.hpp"

#include <algorithm>

namespace signet::api {
namespace {

ImportContent read_dotenv(const SecretBytes& content) {
  ImportContent made;
  auto read = parse_dotenv(content.expose_text());
  for (auto& entry : read.entries)
    made.entries.push_back({entry.line, std::move(entry.name), {std::move(entry.value), {}}});
  for (const auto& problem : read.problems)
    made.refused.push_back({.line = problem.line, .reason = std::string(problem.reason)});
  return made;
}

bool is_field(const Json& value, std::string_view name) { return is_display_name(name) && value.is_string(); }

/// Empty if the member is a secret.
std::string_view wrong_with(std::string_view name, const Json& value) {
  if (!is_display_name(name)) return "A name is no name";
  if (value.is_string()) return "";
  if (!value.is_object() || value.empty() || value.size() > limits::kMaxFields)
    return "Must be a text, or an object of 1 to 64 texts";
  for (const auto& [field, text] : value.items())
    if (!is_field(text, std::string_view(field))) return "Every field must be a name and a text";
  return "";
}

std::expected<ImportContent, Error> read_json(const SecretBytes& content) {
  const auto object = parse_json_object(content.expose());
  if (!object) return std::unexpected(Error{ErrorCode::invalid, object.error(), "content"});
  ImportContent made;
  for (const auto& [key, value] : object->items()) {
    const std::string_view name(key);
    if (const auto wrong = wrong_with(name, value); !wrong.empty()) {
      made.refused.push_back({.name = is_display_name(name) ? std::optional(std::string(name)) : std::nullopt,
                              .reason = std::string(wrong)});
      continue;
    }
    vault::NewValue taken;
    if (value.is_string()) {
      taken.bytes = SecretBytes::from_text(text_of(value));
    } else {
      for (const auto& [field, text] : value.items()) taken.field_names.emplace_back(std::string_view(field));
      taken.bytes = to_secret_text(value);
    }
    made.entries.push_back({std::nullopt, std::string(name), std::move(taken)});
  }
  return made;
}

}  // namespace

Format read_format(Input& input) {
  const auto name = input.text("format");
  if (name != "dotenv" && name != "json") input.fail("format", "Must be dotenv or json");
  return name == "json" ? Format::json : Format::dotenv;
}

std::expected<ImportContent, Error> read_content(Format format, const SecretBytes& content) {
  auto made = format == Format::json ? read_json(content) : read_dotenv(content);
  if (made && made->entries.size() > limits::kMaxTransferred)
    return std::unexpected(Error{ErrorCode::invalid,
                                 "Has more than " + std::to_string(limits::kMaxTransferred) + " entries", "content"});
  return made;
}

}  // namespace signet::api
