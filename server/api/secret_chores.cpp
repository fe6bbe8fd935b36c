// SPDX-License-Identifier: Apache-2.0
#include "secret_chores.hpp"

#include "audit/audit.hpp"
#include "keyring/keyring.hpp"
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

/// One secret's matter, and not that of those behind it; a full disk is everybody's.
bool is_damage(const std::exception& failure) {
  return dynamic_cast<const keyring::CannotOpen*>(&failure) != nullptr ||
         dynamic_cast<const store::CorruptStore*>(&failure) != nullptr;
}

}  // namespace

void rotate_what_is_due(const Services& services, store::Committer& committer) {
  if (services.keyring.is_sealed()) return;
  const auto now = services.clock.now();
  const auto due = services.store.reader()->snapshot()->rotations().list_due(now, kRotationsATime);
  for (const auto& id : due) {
    // Since the list was read, somebody may have rotated it, deleted it, or suspended its vault.
    const auto if_still_due = [&](const auto& rotate) {
      return store::commit_and_wait(committer, [&](store::Transaction& transaction) {
        const auto rotation = transaction.read().rotations().find_rotation(id.secret);
        const auto secret = transaction.read().find_secret(id.secret);
        if (!rotation || !rotation->next_at || *rotation->next_at > now || !secret || secret->deleted_at) return;
        if (const auto vault = transaction.read().find_vault(secret->vault); !vault || !vault->active) return;
        auto journal = journal_of(secret->vault);
        vault::Work work{transaction, services.keyring, services.random, now, journal};
        rotate(work, *secret);
        for (const auto& event : journal.events) audit::append(transaction, event, now);
      });
    };
    bool durable = false;
    try {
      durable =
          if_still_due([](auto& work, const auto& secret) { vault::rotate_by_itself(work, secret, "on schedule"); });
    } catch (const std::runtime_error& failure) {
      if (!is_damage(failure)) throw;
      services.log.error("secret " + id.secret.str() + " is not rotated: " + failure.what());
      durable = if_still_due([](auto& work, const auto& secret) {
        vault::put_off_rotation(work, secret, "on schedule: it is damaged, the server's log says more");
      });
    }
    if (!durable) return;
  }
}

void purge_old_trash(const Services& services, store::Committer& committer) {
  const auto now = services.clock.now();
  std::size_t purged = kPurgesACommit;
  const auto purge_some = [&](store::Transaction& transaction) {
    purged = 0;
    for (const auto& secret : transaction.read().history().list_old_trash(now - vault::kTrashDays, kPurgesACommit)) {
      auto journal = journal_of(secret.vault);
      vault::Work work{transaction, services.keyring, services.random, now, journal};
      if (const auto done = vault::purge_secret(work, secret.vault, secret.id, "after 30 days in the trash"); !done) {
        services.log.error("secret " + secret.id.str() + " stays in the trash: " + done.error().message);
        continue;
      }
      ++purged;
      for (const auto& event : journal.events) audit::append(transaction, event, now);
    }
  };
  while (purged == kPurgesACommit && store::commit_and_wait(committer, purge_some)) {
  }
}

}  // namespace signet::api
