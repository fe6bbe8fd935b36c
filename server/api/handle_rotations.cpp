// SPDX-License-Identifier: Apache-2.0
// Generated values: now, at creation, and on a schedule. No answer here holds a value.
#include "handlers.hpp"
#include "recipe_input.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

constexpr auto kShortest = static_cast<std::uint64_t>(vault::kShortestInterval.count());
constexpr auto kLongest = static_cast<std::uint64_t>(vault::kLongestInterval.count());

Json time(const std::optional<Instant>& at) { return at ? Json(to_millis(*at)) : Json(nullptr); }

Json render_rotation(const Rotation& rotation) {
  const auto& recipe = rotation.recipe;
  Json fields = nullptr;
  if (!recipe.fields.empty()) {
    fields = Json::array();
    for (const auto& name : recipe.fields) fields.push_back(json_text(name));
  }
  return {{"secretId", json_text(rotation.secret.str())},
          {"charset", json_text(name_of(recipe.charset))},
          {"length", recipe.charset == Charset::uuid ? Json(nullptr) : Json(recipe.length)},
          {"fields", std::move(fields)},
          {"intervalSeconds", rotation.interval ? Json(rotation.interval->count()) : Json(nullptr)},
          {"nextAt", time(rotation.next_at)},
          {"lastAt", time(rotation.last_at)},
          {"updatedAt", to_millis(rotation.updated_at)}};
}

}  // namespace

Reply rotate_secret(const Call& call) {
  Input input(call.body);
  const bool said = call.body.contains("length") || call.body.contains("charset") || call.body.contains("fields");
  auto recipe = read_recipe(input);
  const auto expected = input.optional_number("expectedVersion");
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      201,
      [vault = call.vault().id, id = *id, recipe = said ? std::optional(std::move(recipe)) : std::nullopt,
       expected](vault::Work& work) { return vault::rotate_secret(work, vault, id, recipe, expected); },
      Rendered{});
}

Reply show_rotation(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  const auto rotation = vault::find_rotation(call.snapshot, call.vault().id, *id);
  if (!rotation) return rotation.error();
  return json_response(200, render_rotation(*rotation));
}

Reply put_rotation(const Call& call) {
  Input input(call.body);
  auto recipe = read_recipe(input);
  const auto seconds = input.number_within("intervalSeconds", kShortest, kLongest);
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  auto interval = seconds ? std::optional(std::chrono::seconds(*seconds)) : std::nullopt;
  return change(
      200,
      [vault = call.vault().id, id = *id, recipe = std::move(recipe), interval](vault::Work& work) {
        return vault::put_rotation(work, vault, id, recipe, interval);
      },
      [](const Rotation& rotation, vault::Work&) { return render_rotation(rotation); });
}

Reply delete_rotation(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::delete_rotation(work, vault, id); });
}

}  // namespace signet::api
