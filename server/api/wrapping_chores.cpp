// SPDX-License-Identifier: Apache-2.0
#include "wrapping_chores.hpp"

#include "audit/audit.hpp"
#include "store/key_rotations.hpp"
#include "vault/wrapping_keys.hpp"

#include <functional>

namespace signet::api {
namespace {

constexpr std::size_t kACommit = 200;  // keys: a request never waits behind a long rewrap
constexpr int kCommitsACall = 20;
constexpr std::chrono::seconds kReadersLast{30};

/// What `work` journals goes to the installation's log.
bool commit(const Services& services, store::Committer& committer, const std::function<void(vault::Work&)>& change) {
  return store::commit_and_wait(committer, [&](store::Transaction& transaction) {
    vault::Journal journal{.base = {.action = Action::request_refused,
                                    .log = services.installation_id,
                                    .actor_kind = ActorKind::system}};
    vault::Work work{transaction, services.keyring, services.random, services.clock.now(), journal};
    change(work);
    for (const auto& event : journal.events) audit::append(transaction, event, work.now);
  });
}

using Damaged = std::set<std::string>;

/// How many; of what does not open, none.
std::size_t rewrap_some_keys(const Services& services, store::Committer& committer, const std::string& root_key_id,
                             Damaged& damaged) {
  std::vector<store::StoredKey> rewrapped;
  for (auto&& stored :
       services.store.reader()->snapshot()->key_rotations().list_not_wrapped_by(root_key_id, kACommit)) {
    try {
      stored.key = services.keyring.rewrap(stored.vault, stored.project, stored.key);
      rewrapped.push_back(std::move(stored));
    } catch (const keyring::CannotOpen& failure) {  // the former root key stays for as long
      damaged.insert(std::string("the root key cannot be rotated to its end: ") + failure.what());
    }
  }
  const bool durable = rewrapped.empty() || commit(services, committer, [&](vault::Work& work) {
    for (const auto& stored : rewrapped) work.transaction.key_rotations().rewrap_key(stored);
  });
  return durable ? rewrapped.size() : 0;
}

void wrap_project_keys_again(const Services& services, store::Committer& committer, Damaged& damaged) {
  if (services.store.reader()->snapshot()->key_rotations().list_former_root_keys().empty()) return;
  const auto root_key_id = services.keyring.root_key_id();
  for (int i = 0; i < kCommitsACall; ++i)
    if (rewrap_some_keys(services, committer, root_key_id, damaged) < kACommit) return;
}

bool rewrap_some_data_keys(const Services& services, store::Committer& committer, const ProjectKeyRotation& rotation,
                           Damaged& damaged) {
  const auto reader = services.store.reader();
  const auto snapshot = reader->snapshot();
  const auto key = snapshot->find_project_key(rotation.project);
  if (!key) return false;  // the project went
  const auto places = snapshot->key_rotations().list_data_keys_but(rotation.project, key->generation, kACommit);
  std::vector<std::pair<const DataKeyPlace*, Bytes>> wrapped;
  for (const auto& place : places) {
    try {
      wrapped.emplace_back(&place,
                           vault::rewrap_data_key(services.keyring, rotation.vault, rotation.project, *key, place));
    } catch (const keyring::CannotOpen& failure) {  // the former key stays for as long; those behind it go on
      damaged.insert("project " + rotation.project.str() + ": its key cannot be rotated to its end: " +
                     failure.what());
    }
  }
  const bool durable = wrapped.empty() || commit(services, committer, [&](vault::Work& work) {
    for (const auto& [place, bytes] : wrapped) work.transaction.key_rotations().rewrap_data_key(*place, bytes);
  });
  return durable && wrapped.size() == kACommit;
}

void wrap_data_keys_again(const Services& services, store::Committer& committer, const ProjectKeyRotation& rotation,
                          Damaged& damaged) {
  for (int i = 0; i < kCommitsACall; ++i)
    if (!rewrap_some_data_keys(services, committer, rotation, damaged)) break;
  // Looked for here, and not while everybody waits to write: nothing new is wrapped by a former key.
  const auto left = services.store.reader()->snapshot()->key_rotations().list_data_keys_but(rotation.project,
                                                                                            rotation.generation, 1);
  if (!left.empty()) return;
  commit(services, committer, [&](vault::Work& work) {
    if (work.read().find_project(rotation.project)) vault::destroy_former_project_keys(work, rotation);
  });
}

/// False also if there is no former root key.
bool wraps_nothing_any_more(const Services& services) {
  const auto reader = services.store.reader();
  const auto snapshot = reader->snapshot();
  auto& rotations = snapshot->key_rotations();
  return !rotations.list_former_root_keys().empty() &&
         rotations.count_not_wrapped_by(services.keyring.root_key_id()) == 0;
}

}  // namespace

void wrap_again(const Services& services, store::Committer& committer) {
  if (services.keyring.is_sealed()) return;
  Damaged damaged;
  wrap_project_keys_again(services, committer, damaged);
  for (const auto& rotation : services.store.reader()->snapshot()->key_rotations().list_project_rotations()) {
    try {
      wrap_data_keys_again(services, committer, rotation, damaged);
    } catch (const keyring::CannotOpen& failure) {  // this project's matter, and not that of those behind it
      damaged.insert("project " + rotation.project.str() + ": its key cannot be rotated: " + failure.what());
    }
  }
  for (const auto& what : damaged)
    if (!services.key_upkeep->damaged.contains(what)) services.log.error(what);
  services.key_upkeep->damaged = std::move(damaged);
}

void destroy_former_root_keys(const Services& services, store::Committer& committer) {
  if (services.keyring.is_sealed()) return;
  auto& unused_since = services.key_upkeep->former_root_key_unused_since;
  if (!wraps_nothing_any_more(services)) return unused_since.reset();
  // Whoever still reads from a snapshot of before the last rewrap needs the former key.
  const auto now = services.clock.monotonic();
  if (!unused_since) unused_since = now;
  if (now - *unused_since < kReadersLast) return;
  std::vector<std::string> destroyed;
  if (commit(services, committer, [&](vault::Work& work) { destroyed = vault::destroy_former_root_keys(work); }))
    services.keyring.forget_former(destroyed);
}

}  // namespace signet::api
