// SPDX-License-Identifier: Apache-2.0
#include "api/housekeeping.hpp"

#include "audit/audit.hpp"
#include "chores.hpp"

#include <limits>

namespace signet::api {
namespace {

constexpr std::chrono::seconds kKeepNonces{600};
constexpr std::chrono::seconds kQuiet{600};
constexpr std::chrono::seconds kCleaningEvery{60};
constexpr std::chrono::milliseconds kJump{5'000};
constexpr std::size_t kActivityATime = 2'000;  // rows
constexpr std::size_t kSlice = 2'000;  // rows a transaction: a request never waits behind a long cleaning

std::chrono::milliseconds offset_of(const Clock& clock) { return clock.now().time_since_epoch() - clock.monotonic(); }

}  // namespace

Housekeeping::Housekeeping(const Services& services, store::Committer& committer)
    : services_(services),
      committer_(committer),
      quiet_until_(services.clock.monotonic() + kQuiet),
      next_cleaning_(quiet_until_),
      offset_(offset_of(services.clock)) {
  for (const auto& chore : all_chores()) next_chores_.push_back(services.clock.monotonic() + chore.every);
}

/// After a jump of the wall clock nothing that depends on it is thrown away for a while: it may jump back.
bool Housekeeping::clock_is_steady() {
  const auto offset = offset_of(services_.clock);
  if (std::chrono::abs(offset - offset_) <= kJump) return true;
  services_.log.warning("the clock jumped by " + std::to_string((offset - offset_).count()) +
                        " ms: spent nonces are kept longer");
  offset_ = offset;
  jump_forgotten_at_ = quiet_until_ = services_.clock.monotonic() + kQuiet;
  return false;
}

void Housekeeping::tick() {
  const auto now = services_.clock.now();
  // Strangers must not use up the reserve of a full disk: theirs are counted, for later.
  if (!services_.disk || !services_.disk->is_on_reserve()) write_refusals(now);
  write_activity();
  const bool steady = clock_is_steady();
  do_chores();
  if (steady) clean_nonces();
}

void Housekeeping::write_activity() {
  audit::write_reads(services_.reads, committer_, kActivityATime);
  store::commit_and_wait(committer_, [](store::Transaction& tx) { tx.write_visits(kActivityATime); });
}

void Housekeeping::finish() {
  write_refusals(services_.clock.now());
  audit::write_reads(services_.reads, committer_, std::numeric_limits<std::size_t>::max());
  std::size_t written = kActivityATime;
  while (written == kActivityATime && store::commit_and_wait(committer_, [&](store::Transaction& tx) {
           written = tx.write_visits(kActivityATime);
         })) {
  }
}

void Housekeeping::write_refusals(Instant now) {
  const auto summary = services_.refusals.drain(services_.installation_id);
  if (!summary) return;
  try {
    const auto write = [&](store::Transaction& tx) { audit::append(tx, summary->event, now); };
    if (!store::commit_and_wait(committer_, write)) services_.refusals.restore(*summary);
  } catch (...) {
    services_.refusals.restore(*summary);
    throw;
  }
}

void Housekeeping::do_chores() {
  const auto monotonic = services_.clock.monotonic();
  for (std::size_t i = 0; i < next_chores_.size(); ++i) {
    const auto& chore = all_chores()[i];
    if (monotonic < next_chores_[i] || (chore.throws_away && monotonic < jump_forgotten_at_)) continue;
    next_chores_[i] = monotonic + chore.every;
    try {
      chore.run(services_, committer_);
    } catch (const std::exception& failure) {
      services_.log.error("housekeeping, " + std::string(chore.name) + ": " + failure.what());
    }
  }
}

void Housekeeping::clean_nonces() {
  const auto monotonic = services_.clock.monotonic();
  if (monotonic < quiet_until_ || monotonic < next_cleaning_) return;
  next_cleaning_ = monotonic + kCleaningEvery;
  const auto cutoff = to_unix_seconds(services_.clock.now() - kKeepNonces);
  bool durable = true;
  for (bool done = false; durable && !done;)
    durable = store::commit_and_wait(committer_,
                                     [&](store::Transaction& tx) { done = tx.forget_nonces(cutoff, kSlice); });
}

}  // namespace signet::api
