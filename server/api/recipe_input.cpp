// SPDX-License-Identifier: Apache-2.0
#include "recipe_input.hpp"

#include "signet/schema/limits.hpp"
#include "signet/schema/transfer_limits.hpp"
#include "signet/schema/name.hpp"

#include <set>

namespace signet::api {

Recipe read_recipe(Input& input) {
  Recipe recipe;
  const auto length = input.number_within("length", 1, limits::kMaxGenerated);
  if (length) recipe.length = static_cast<std::size_t>(*length);
  if (const auto name = input.optional_text("charset")) {
    const auto charset = parse_charset(*name);
    if (!charset) input.fail("charset", "Must be symbols, alphanumeric, numbers or uuid");
    recipe.charset = charset.value_or(Charset::symbols);
  }
  if (length && recipe.charset == Charset::uuid) input.fail("length", "A UUID has its own length");
  if (auto fields = input.optional_texts("fields", limits::kMaxFields)) {
    if (fields->empty()) input.fail("fields", "Must name at least one field");
    if (std::set(fields->begin(), fields->end()).size() != fields->size()) input.fail("fields", "Names a field twice");
    for (const auto& name : *fields)
      if (!is_display_name(name)) input.fail("fields", "A field's name must be " + std::string(kDisplayNameRule));
    recipe.fields = std::move(*fields);
  }
  return recipe;
}

std::optional<Recipe> optional_recipe(Input& input) {
  const auto* object = input.optional_object("generate");
  if (!object) return std::nullopt;
  Input inner(*object);
  auto recipe = read_recipe(inner);
  if (const auto error = inner.error()) input.fail("generate", error->field + ": " + error->message);
  return recipe;
}

}  // namespace signet::api
