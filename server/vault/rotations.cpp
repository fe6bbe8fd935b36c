// SPDX-License-Identifier: Apache-2.0
#include "vault/rotations.hpp"

#include "signet/schema/json.hpp"
#include "signet/schema/limits.hpp"
#include "store/policies.hpp"
#include "store/rotations.hpp"
#include "vault/sync.hpp"
#include "versions.hpp"

namespace signet::vault {
namespace {

std::unexpected<Error> wrong_fields(std::string message) {
  return std::unexpected(Error{ErrorCode::invalid, std::move(message), "fields"});
}

Result<NewValue> to_value(const Json& fields) {
  NewValue value{to_secret_text(fields), {}};
  for (const auto& [name, text] : fields.items()) value.field_names.emplace_back(std::string_view(name));
  if (value.field_names.size() > limits::kMaxFields || value.bytes.size() > limits::kMaxValue)
    return wrong_fields("Are together too many or too large");
  return value;
}

Json read_fields(const Secret& secret, const SecretBytes& value) {
  auto fields = parse_json_object(value.expose());
  if (!fields) throw store::CorruptStore("secret " + secret.id.str() + " has fields and is no object");
  return std::move(*fields);
}

/// Which fields change is said by the recipe and must fit the secret.
Result<NewValue> next_value(Work& work, const Secret& secret, const Recipe& recipe) {
  if (secret.field_names.empty()) {
    if (!recipe.fields.empty()) return wrong_fields("The secret has a single value");
    return NewValue{generate(work.random, recipe), {}};
  }
  if (recipe.fields.empty()) return wrong_fields("Name the fields that get a generated value");
  auto fields = read_fields(secret, open_value(work.read(), work.keyring, secret));
  for (const auto& name : recipe.fields) {
    if (!find_member(fields, name)) return wrong_fields("The secret has no such field");
    fields[SecretString(name)] = json_text(generate(work.random, recipe).expose_text());
  }
  return to_value(fields);
}

Recipe own_recipe(Work& work, const Secret& secret) {
  const auto rotation = work.read().rotations().find_rotation(secret.id);
  return rotation ? rotation->recipe : Recipe{};
}

/// However a secret was rotated, or could not be, its next time is a whole interval away.
void begin_interval(Work& work, const SecretId& id, bool rotated) {
  auto rotation = work.read().rotations().find_rotation(id);
  if (!rotation) return;
  if (rotated) rotation->last_at = work.now;
  if (rotation->interval) rotation->next_at = work.now + *rotation->interval;
  work.transaction.rotations().put_rotation(*rotation);
}

/// The reads that a policy counts begin anew as well.
void begin_anew(Work& work, const SecretId& id) {
  begin_interval(work, id, true);
  auto counts = work.read().policies().load_counts(id);
  if (counts.since_rotation == 0) return;
  counts.since_rotation = 0;
  work.transaction.policies().put_counts(id, counts);
}

Result<void> rotate(Work& work, Secret& secret, const Recipe& recipe, const std::string& why) {
  if (const auto may = may_take(secret, secret.field_names, VersionOrigin::generated); !may) return may;
  const auto value = next_value(work, secret, recipe);
  if (!value) return std::unexpected(value.error());
  add_version(work, secret, *value, VersionOrigin::generated);
  begin_anew(work, secret.id);
  record(work, Action::secret_rotate, secret, "version " + std::to_string(secret.version) + ", " + why);
  return {};
}

/// Of a managed secret only the first phase is ours: the value waits for the agent.
Result<void> begin_managed(Work& work, const Secret& secret, const Recipe& recipe) {
  const auto begun = start_rotation(work, secret.vault, secret.id, std::max(recipe.length, kShortestPassword));
  if (!begun) return std::unexpected(begun.error());
  begin_anew(work, secret.id);
  return {};
}

}  // namespace

Result<Secret> create_generated(Work& work, const VaultId& vault, const ProjectId& project, const std::string& name,
                                const NewValue& fixed, const Recipe& recipe) {
  if (recipe.fields.empty()) {
    if (!fixed.field_names.empty()) return wrong_fields("Name the fields that get a generated value");
    return create_secret(work, vault, project, name, {generate(work.random, recipe), {}}, VersionOrigin::generated);
  }
  Json fields = Json::object();
  if (!fixed.field_names.empty()) {
    auto given = parse_json_object(fixed.bytes.expose());
    if (!given) throw std::logic_error("fields that are no object");
    fields = std::move(*given);
  }
  for (const auto& field : recipe.fields) {
    if (find_member(fields, field)) return wrong_fields("A field has a value already, or is named twice");
    fields[SecretString(field)] = json_text(generate(work.random, recipe).expose_text());
  }
  const auto value = to_value(fields);
  if (!value) return std::unexpected(value.error());
  return create_secret(work, vault, project, name, *value, VersionOrigin::generated);
}

Result<Secret> rotate_secret(Work& work, const VaultId& vault, const SecretId& id, const std::optional<Recipe>& recipe,
                             std::optional<std::uint64_t> expected_version) {
  auto secret = find_secret(work.read(), vault, id);
  if (!secret) return secret;
  if (const auto current = require_version(*secret, expected_version); !current)
    return std::unexpected(current.error());
  const auto rotated = rotate(work, *secret, recipe ? *recipe : own_recipe(work, *secret), "by an operator");
  if (!rotated) return std::unexpected(rotated.error());
  return secret;
}

Result<Rotation> find_rotation(store::Snapshot& snapshot, const VaultId& vault, const SecretId& id) {
  if (const auto secret = find_secret(snapshot, vault, id); !secret) return std::unexpected(secret.error());
  auto rotation = snapshot.rotations().find_rotation(id);
  if (!rotation) return not_found("rotation");
  return std::move(*rotation);
}

Result<Rotation> put_rotation(Work& work, const VaultId& vault, const SecretId& id, const Recipe& recipe,
                              std::optional<std::chrono::seconds> interval) {
  const auto secret = find_secret(work.read(), vault, id);
  if (!secret) return std::unexpected(secret.error());
  if (secret->field_names.empty() != recipe.fields.empty())
    return wrong_fields(recipe.fields.empty() ? "Name the fields that get a generated value"
                                              : "The secret has a single value");
  for (const auto& field : recipe.fields)
    if (std::ranges::find(secret->field_names, field) == secret->field_names.end())
      return wrong_fields("The secret has no such field");
  const auto before = work.read().rotations().find_rotation(id);
  Rotation rotation{.secret = id,
                    .recipe = recipe,
                    .interval = interval,
                    .next_at = {},
                    .last_at = before ? before->last_at : std::nullopt,
                    .updated_at = work.now};
  if (interval) rotation.next_at = work.now + *interval;
  work.transaction.rotations().put_rotation(rotation);
  record(work, Action::rotation_update, *secret,
         interval ? "every " + std::to_string(interval->count()) + " s" : "without a schedule");
  return rotation;
}

Result<void> delete_rotation(Work& work, const VaultId& vault, const SecretId& id) {
  const auto rotation = find_rotation(work.read(), vault, id);
  if (!rotation) return std::unexpected(rotation.error());
  work.transaction.rotations().delete_rotation(id);
  work.journal.add(Action::rotation_update, "removed").secret_id = id.str();
  return {};
}

void put_off_rotation(Work& work, const Secret& secret, const std::string& why) {
  record(work, Action::secret_rotate_denied, secret, why);
  begin_interval(work, secret.id, false);
}

void rotate_by_itself(Work& work, const Secret& secret, const std::string& why) {
  // Whoever's request this happens in, nobody asked for it.
  Journal journal{
      .base = {.action = Action::secret_rotate, .log = secret.vault.str(), .actor_kind = ActorKind::system}};
  Work own{work.transaction, work.keyring, work.random, work.now, journal};
  auto rotated = *work.read().find_secret(secret.id);  // `secret` may say an older version
  const auto recipe = own_recipe(own, secret);
  const auto done = rotated.kind == SecretKind::managed ? begin_managed(own, rotated, recipe)
                                                        : rotate(own, rotated, recipe, why);
  if (!done) put_off_rotation(own, secret, why + ": " + done.error().message);
  for (auto& event : journal.events) work.journal.events.push_back(std::move(event));
}

}  // namespace signet::vault
