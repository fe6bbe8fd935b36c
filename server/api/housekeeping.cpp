// SPDX-License-Identifier: Apache-2.0
#include "api/housekeeping.hpp"

#include "audit/audit.hpp"

namespace signet::api {
namespace {

constexpr std::chrono::seconds kKeepNonces{600};
constexpr std::chrono::seconds kQuiet{600};
constexpr std::chrono::seconds kCleaningEvery{60};
constexpr std::chrono::hours kKeepRequests{24};
constexpr std::chrono::milliseconds kJump{5'000};
constexpr std::size_t kSlice = 2'000;  // rows a transaction: a request never waits behind a long cleaning

std::chrono::milliseconds offset_of(const Clock& clock) { return clock.now().time_since_epoch() - clock.monotonic(); }

}  // namespace

Housekeeping::Housekeeping(const Services& services, store::Committer& committer)
    : services_(services),
      committer_(committer),
      quiet_until_(services.clock.monotonic() + kQuiet),
      next_cleaning_(quiet_until_),
      offset_(offset_of(services.clock)) {}

/// After a jump of the wall clock nothing that depends on it is thrown away for a while: it may jump back.
bool Housekeeping::clock_is_steady() {
  const auto offset = offset_of(services_.clock);
  if (std::chrono::abs(offset - offset_) <= kJump) return true;
  services_.log.warning("the clock jumped by " + std::to_string((offset - offset_).count()) +
                        " ms: spent nonces are kept longer");
  offset_ = offset;
  quiet_until_ = services_.clock.monotonic() + kQuiet;
  return false;
}

void Housekeeping::tick() {
  const auto now = services_.clock.now();
  if (auto summary = services_.refusals.drain(services_.installation_id))
    store::commit_and_wait(committer_, [&](store::Transaction& tx) { audit::append(tx, *summary, now); });

  const auto monotonic = services_.clock.monotonic();
  if (!clock_is_steady() || monotonic < quiet_until_ || monotonic < next_cleaning_) return;
  next_cleaning_ = monotonic + kCleaningEvery;
  const auto cutoff = to_unix_seconds(now - kKeepNonces);
  for (bool done = false; !done;) {
    const bool durable = store::commit_and_wait(
        committer_, [&](store::Transaction& tx) { done = tx.forget_nonces(cutoff, kSlice); });
    if (!durable) return;
  }
  store::commit_and_wait(committer_, [&](store::Transaction& tx) { tx.forget_requests(now - kKeepRequests); });
}

}  // namespace signet::api
