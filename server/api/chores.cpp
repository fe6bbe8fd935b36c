// SPDX-License-Identifier: Apache-2.0
#include "chores.hpp"

#include "api/sign_checkpoints.hpp"
#include "api/watch_disk.hpp"
#include "audit/audit.hpp"
#include "secret_chores.hpp"
#include "wrapping_chores.hpp"
#include "store/activity.hpp"
#include "store/audit_tree.hpp"
#include "vault/machine_life.hpp"
#include "vault/key_packages.hpp"
#include "vault/one_time.hpp"

#include <array>

namespace signet::api {
namespace {

constexpr std::chrono::hours kKeepRequests{24};

void forget_requests(const Services& services, store::Committer& committer) {
  const auto before = services.clock.now() - kKeepRequests;
  store::commit_and_wait(committer, [&](store::Transaction& tx) { tx.forget_requests(before); });
}

constexpr std::chrono::hours kKeepReads{24 * 400};

void forget_reads(const Services& services, store::Committer& committer) {
  const auto before = services.clock.now() - kKeepReads;
  store::commit_and_wait(committer, [&](store::Transaction& tx) { tx.activity().forget_reads(before); });
}

constexpr std::chrono::hours kKeepGoneMachines{24 * 90};

void forget_gone_machines(const Services& services, store::Committer& committer) {
  const auto now = services.clock.now();
  store::commit_and_wait(committer,
                         [&](store::Transaction& tx) { tx.activity().forget_gone(now, now - kKeepGoneMachines); });
}

constexpr std::size_t kSlice = 200;  // machines a transaction: a request never waits behind a long sweep

void sweep_expired(const Services& services, store::Committer& committer) {
  const auto now = services.clock.now();
  bool more = true;
  while (more) {
    more = false;
    const bool durable = store::commit_and_wait(committer, [&](store::Transaction& tx) {
      const auto events = vault::sweep_expired(tx, now, kSlice);
      for (const auto& event : events) audit::append(tx, event, now);
      more = events.size() == kSlice;
    });
    if (!durable) return;
  }
}

void sweep_links(const Services& services, store::Committer& committer) {
  store::commit_and_wait(committer, [&](store::Transaction& tx) {
    vault::Journal journal{.base = {.action = Action::one_time_delete, .log = services.installation_id}};
    vault::Work work{tx, services.keyring, services.random, services.clock.now(), journal};
    vault::sweep_links(work);
    for (const auto& event : journal.events) audit::append(tx, event, work.now);
  });
}

void drop_kept_packages(const Services& services, store::Committer& committer) {
  const auto now = services.clock.now();
  store::commit_and_wait(committer, [&](store::Transaction& tx) { vault::drop_kept_packages(tx, now); });
}

constexpr std::chrono::hours kProofsTogether{24};  // one record for a day's, and not for each
constexpr std::size_t kProofSlice = 200;           // a transaction

void forget_write_proofs(const Services& services, store::Committer& committer) {
  if (services.keep_write_proofs.count() == 0) return;
  const auto now = services.clock.now(), before = now - services.keep_write_proofs;
  const auto why = ", kept for " + std::to_string(services.keep_write_proofs.count()) + " days";
  std::size_t forgotten = kProofSlice;
  const auto forget_some = [&](store::Transaction& tx) {
    forgotten = 0;
    for (const auto& range :
         tx.read().audit_tree().list_old_write_proofs(before - kProofsTogether, before, kProofSlice)) {
      tx.audit_tree().delete_write_proofs(range);
      forgotten += range.proofs;
      auto which = "of the records " + std::to_string(range.first) + " to " + std::to_string(range.last) + why;
      audit::append(tx, {.action = Action::audit_proof_delete, .log = range.log, .detail = std::move(which)}, now);
    }
  };
  while (forgotten == kProofSlice && store::commit_and_wait(committer, forget_some)) {
  }
}

void wipe_old_shares(const Services& services, store::Committer&) {
  services.held_shares->drop_old(services.clock.monotonic());
}

constexpr std::array kChores{
    Chore{"look at the disk", std::chrono::seconds(5), false, watch_disk},
    Chore{"sign checkpoints of the audit logs", std::chrono::seconds(1), false, sign_due_checkpoints},
    Chore{"wipe shares that waited ten minutes for the others", std::chrono::seconds(5), false, wipe_old_shares},
    Chore{"wrap again what former keys wrap", std::chrono::seconds(1), false, wrap_again},
    Chore{"destroy root keys that wrap nothing any more", std::chrono::seconds(1), true, destroy_former_root_keys},
    Chore{"remove or disable machines that have expired", std::chrono::seconds(30), true, sweep_expired},
    Chore{"delete one-time links that ran out", std::chrono::seconds(60), true, sweep_links},
    Chore{"forget key packages whose takers have them", std::chrono::seconds(60), true, drop_kept_packages},
    Chore{"forget reads of more than a year ago", std::chrono::hours(1), true, forget_reads},
    Chore{"forget proofs of who asked that are too old", std::chrono::hours(1), true, forget_write_proofs},
    Chore{"forget machines that went three months ago", std::chrono::minutes(10), true, forget_gone_machines},
    Chore{"forget the answers of yesterday", std::chrono::seconds(60), true, forget_requests},
    Chore{"rotate what is due", std::chrono::seconds(10), false, rotate_what_is_due},
    Chore{"purge what was in the trash for thirty days", std::chrono::seconds(60), true, purge_old_trash},
};

}  // namespace

std::span<const Chore> all_chores() { return kChores; }

}  // namespace signet::api
