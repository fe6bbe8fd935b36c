// SPDX-License-Identifier: Apache-2.0
#include "secret_chores.hpp"

#include "audit/audit.hpp"
#include "store/history.hpp"
#include "store/rotations.hpp"
#include "vault/history.hpp"
#include "vault/rotations.hpp"

namespace signet::api {
namespace {

constexpr std::size_t kRotationsATime = 20;
constexpr std::size_t kPurgesACommit = 50;  // a request never waits behind a long cleaning

/// What the clock does in a vault goes into that vault's log.
vault::Journal journal_of(const VaultId& vault) {
  return {.base = {.action = Action::request_refused, .log = vault.str(), .actor_kind = ActorKind::system}};
}

}  // namespace

void rotate_what_is_due(const Services& services, store::Committer& committer) {
  const auto now = services.clock.now();
  const auto due = services.store.reader()->snapshot()->rotations().list_due(now, kRotationsATime);
  for (const auto& id : due) {
    const bool durable = store::commit_and_wait(committer, [&](store::Transaction& transaction) {
      // Since the list was read, somebody may have rotated it, deleted it, or suspended its vault.
      const auto rotation = transaction.read().rotations().find_rotation(id.secret);
      const auto secret = transaction.read().find_secret(id.secret);
      if (!rotation || !rotation->next_at || *rotation->next_at > now || !secret || secret->deleted_at) return;
      if (const auto vault = transaction.read().find_vault(secret->vault); !vault || !vault->active) return;
      auto journal = journal_of(secret->vault);
      vault::Work work{transaction, services.keyring, services.random, now, journal};
      vault::rotate_by_itself(work, *secret, "on schedule");
      for (const auto& event : journal.events) audit::append(transaction, event, now);
    });
    if (!durable) return;
  }
}

void purge_old_trash(const Services& services, store::Committer& committer) {
  const auto now = services.clock.now();
  std::size_t purged = kPurgesACommit;
  const auto purge_some = [&](store::Transaction& transaction) {
    const auto old = transaction.read().history().list_old_trash(now - vault::kTrashDays, kPurgesACommit);
    for (const auto& secret : old) {
      auto journal = journal_of(secret.vault);
      vault::Work work{transaction, services.keyring, services.random, now, journal};
      if (const auto doomed = vault::purge_secret(work, secret.vault, secret.id, "after 30 days in the trash"); !doomed)
        throw store::CorruptStore("secret " + secret.id.str() + " is in the trash and cannot be purged");
      for (const auto& event : journal.events) audit::append(transaction, event, now);
    }
    purged = old.size();
  };
  while (purged == kPurgesACommit && store::commit_and_wait(committer, purge_some)) {
  }
}

}  // namespace signet::api
