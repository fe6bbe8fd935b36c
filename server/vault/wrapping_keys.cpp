// SPDX-License-Identifier: Apache-2.0
#include "vault/wrapping_keys.hpp"

#include "keyring/root_key_slot.hpp"
#include "store/key_rotations.hpp"

#include <utility>

namespace signet::vault {
namespace {

keyring::Purpose purpose_of(DataKeyPlace::Kind kind) {
  switch (kind) {
    case DataKeyPlace::Kind::value: return keyring::Purpose::value;
    case DataKeyPlace::Kind::note: return keyring::Purpose::note;
    case DataKeyPlace::Kind::once: return keyring::Purpose::once;
    case DataKeyPlace::Kind::sync: return keyring::Purpose::sync;
    case DataKeyPlace::Kind::pending: return keyring::Purpose::pending;
  }
  throw store::CorruptStore("a data key of no kind");
}

Bytes mac_of(const store::KeySlot& slot, const keyring::Keyring& keyring) {
  return keyring::slot_mac(keyring, slot.id, slot.kind, slot.public_key, slot.parameters);
}

/// Whether another root key would be sealed to somebody whom nobody let in.
std::optional<std::string> doubt_about(const store::KeySlot& slot, const keyring::Keyring& keyring) {
  if (slot.mac.empty())
    return "Slot " + slot.id.str() +
           " was made by an older program, or not by Signet: start the server once with its key file, or add another "
           "and remove this one";
  if (constant_time_equal(slot.mac, mac_of(slot, keyring))) return std::nullopt;
  return "Slot " + slot.id.str() +
         " is not as Signet made it: somebody wrote to the database. Add another and remove this one";
}

}  // namespace

Result<SecretBytes> rotate_root_key(Work& work) {
  const auto former = work.keyring.root_key_id();
  if (!work.read().key_rotations().list_former_root_keys().empty())
    return refuse(ErrorCode::conflict, "The last rotation of the root key has not come to its end");
  auto next = work.keyring.make_next_root();
  const keyring::Keyring next_keyring(next.root_key.expose(), work.random);
  for (auto&& slot : work.read().list_key_slots()) {
    if (const auto doubt = doubt_about(slot, work.keyring)) return refuse(ErrorCode::conflict, *doubt);
    slot.wrapped_root_key =
        keyring::seal_root_key(slot.public_key, slot.id, slot.kind, next.root_key.expose(), work.random);
    slot.mac = mac_of(slot, next_keyring);
    work.transaction.rewrap_key_slot(slot);
  }
  work.transaction.key_rotations().set_root_key(next.id);
  work.transaction.key_rotations().insert_former_root_key({former, std::move(next.wrapped_former), work.now});
  work.journal.add(Action::root_key_rotate, former + " to " + next.id);
  return std::move(next.root_key);
}

Result<ProjectKeyRotation> rotate_project_key(Work& work, const ProjectId& id, std::size_t data_keys) {
  const auto project = work.read().find_project(id);
  if (!project) return not_found("project");
  const auto key = work.read().find_project_key(id);
  if (!key) throw store::CorruptStore("project " + id.str() + " has no key");
  if (!key->former.empty())
    return refuse(ErrorCode::conflict, "The last rotation of this project's key has not come to its end");
  const auto next = work.keyring.make_next_key(project->vault, id, *key);
  const ProjectKeyRotation rotation{id, project->vault, next.generation, data_keys, work.now};
  work.transaction.key_rotations().insert_generation(id, next);
  work.transaction.key_rotations().start_project_rotation(id, rotation.total, work.now);
  work.journal.add(Action::project_key_rotate, id.str() + " to generation " + std::to_string(next.generation));
  return rotation;
}

Bytes rewrap_data_key(const keyring::Keyring& keyring, const VaultId& vault, const ProjectId& project,
                      const ProjectKey& key, const DataKeyPlace& place) {
  return keyring.rewrap(purpose_of(place.kind), {vault, project, place.object, place.version}, key, place.wrapped);
}

std::vector<std::string> destroy_former_root_keys(Work& work) {
  std::vector<std::string> destroyed;
  auto& reads = work.read().key_rotations();
  const auto former = reads.list_former_root_keys();
  if (former.empty() || reads.count_not_wrapped_by(work.read().load_installation().root_key_id) != 0)
    return destroyed;
  work.transaction.key_rotations().delete_former_root_keys();
  for (const auto& key : former) {
    work.journal.add(Action::root_key_destroy, key.id);
    destroyed.push_back(key.id);
  }
  return destroyed;
}

void destroy_former_project_keys(Work& work, const ProjectKeyRotation& rotation) {
  work.transaction.key_rotations().delete_generations_before(rotation.project, rotation.generation);
  work.transaction.key_rotations().end_project_rotation(rotation.project);
  work.journal.add(Action::project_key_destroy,
                   rotation.project.str() + " before generation " + std::to_string(rotation.generation));
}

}  // namespace signet::vault
