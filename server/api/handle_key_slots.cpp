// SPDX-License-Identifier: Apache-2.0
// The ways to the root key, unsealing, and the rotation of root key and project keys.
#include "handlers.hpp"
#include "input.hpp"
#include "signet/schema/encoding.hpp"
#include "store/key_rotations.hpp"
#include "vault/unsealing.hpp"
#include "vault/wrapping_keys.hpp"
#include "write.hpp"

#include <algorithm>

namespace signet::api {
namespace {

constexpr std::uint32_t kNoGeneration = 0;

Json render(const store::KeySlot& slot, const Call& call) {
  const auto counts = slot.kind == "shares" ? keyring::parse_share_counts(slot.parameters) : std::nullopt;
  return {{"slotId", json_text(slot.id.str())},
          {"kind", json_text(slot.kind)},
          {"createdAt", to_millis(slot.created_at)},
          {"threshold", counts ? Json(counts->threshold) : Json(nullptr)},
          {"shares", counts ? Json(counts->shares) : Json(nullptr)},
          {"held", counts ? Json(call.services.held_shares->count(slot.id, call.services.clock.monotonic()))
                          : Json(nullptr)}};
}

/// Of the root key without a project.
Json render_rotation(const std::optional<ProjectKeyRotation>& project, const std::string& key, std::size_t total,
                     std::size_t remaining, Instant started_at) {
  return {{"projectId", project ? json_text(project->project.str()) : Json(nullptr)},
          {"vaultId", project ? json_text(project->vault.str()) : Json(nullptr)},
          {"key", json_text(key)},
          {"total", total},
          {"remaining", remaining},
          {"startedAt", to_millis(started_at)}};
}

Json render_rotation(const ProjectKeyRotation& rotation, std::size_t remaining) {
  return render_rotation(rotation, std::to_string(rotation.generation), std::max(rotation.total, remaining), remaining,
                         rotation.started_at);
}

Json render_rotation(const FormerRootKey& former, store::Snapshot& snapshot) {
  const auto id = snapshot.load_installation().root_key_id;
  const auto remaining = snapshot.key_rotations().count_not_wrapped_by(id);
  return render_rotation(std::nullopt, id, remaining + snapshot.key_rotations().count_wrapped_by(id), remaining,
                         former.replaced_at);
}

Json page_of(Json items) { return {{"items", std::move(items)}, {"nextCursor", nullptr}}; }

}  // namespace

Reply list_key_slots(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  Json items = Json::array();
  for (const auto& slot : call.snapshot.list_key_slots()) items.push_back(render(slot, call));
  return json_response(200, page_of(std::move(items)));
}

Reply unseal(const Call& call) {
  Input input(call.body);
  auto share = std::make_shared<const SecretBytes>(input.secret_text("share", 2 * keyring::kShareText));
  if (auto error = input.error()) return *error;
  return Change([share, &services = call.services](vault::Work& work) -> vault::Result<Written> {
    if (!services.keyring.is_sealed()) return vault::refuse(ErrorCode::conflict, "The server is not sealed");
    auto given =
        vault::give_share(work, *services.held_shares, share->expose_text(), services.clock.monotonic());
    if (!given) return Written{respond(given.error())};  // and the record of it stays
    const bool sealed = !given->root_key;
    Written written{json_response(
        200, Json{{"sealed", sealed}, {"held", given->held}, {"needed", given->needed}})};
    if (sealed) return written;
    // Locked here, where it may fail: that undoes the rest.
    written.once_durable = [&services,
                            locked = services.keyring.lock_in_memory(given->root_key->expose(), given->former)] {
      services.keyring.adopt(locked);
      services.held_shares->wipe();
      services.log.info("unsealed");
    };
    return written;
  });
}

Reply list_key_rotations(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  auto& rotations = call.snapshot.key_rotations();
  Json items = Json::array();
  for (const auto& former : rotations.list_former_root_keys()) items.push_back(render_rotation(former, call.snapshot));
  for (const auto& rotation : rotations.list_project_rotations())
    items.push_back(render_rotation(rotation, rotations.count_data_keys_but(rotation.project, rotation.generation)));
  return json_response(200, page_of(std::move(items)));
}

Reply rotate_root_key(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  return Change([&services = call.services](vault::Work& work) -> vault::Result<Written> {
    auto next = vault::rotate_root_key(work);
    if (!next) return std::unexpected(next.error());
    const auto former = work.read().key_rotations().list_former_root_keys();
    return Written{.response = json_response(200, render_rotation(former.front(), work.read())),
                   .once_durable = [&services, locked = services.keyring.lock_in_memory(next->expose())] {
                     services.keyring.adopt(locked);
                   }};
  });
}

Reply rotate_project_key(const Call& call) {
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  if (auto error = Input(call.body).error()) return *error;
  // Counted here, and not while everybody waits to write. All of them: the next generation has wrapped nothing yet.
  const auto data_keys = call.snapshot.key_rotations().count_data_keys_but(*project, kNoGeneration);
  return change(
      200,
      [id = *project, data_keys](vault::Work& work) { return vault::rotate_project_key(work, id, data_keys); },
      [](const ProjectKeyRotation& made, vault::Work&) { return render_rotation(made, made.total); });
}

}  // namespace signet::api
